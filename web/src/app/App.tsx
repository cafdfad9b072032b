import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { BrowserRouter, Navigate, Route, Routes, useLocation } from "react-router";
import { shouldRetry } from "../api/queries";
import { ReviewDeskProvider } from "../queue/ReviewDeskProvider";
import { ReviewPage } from "../queue/ReviewPage";
import { SessionProvider, useSession } from "../session/SessionProvider";
import { SignInPage } from "../session/SignInPage";
import { NoticeProvider } from "../ui/Notices";
import { Failed, Loading } from "../ui/States";
import { ErrorBoundary } from "./ErrorBoundary";
import { NotFoundPage } from "./NotFoundPage";
import { Shell } from "./Shell";
import { useHeldKeyGuard } from "./useHeldKeyGuard";

const DashboardPage = lazy(() => import("../dashboard/DashboardPage"));
const UnitsPage = lazy(() => import("../units/UnitsPage"));
const UnitPage = lazy(() => import("../units/UnitPage"));
const ComparePage = lazy(() => import("../units/ComparePage"));
const ApiKeysPage = lazy(() => import("../keys/ApiKeysPage"));

/** Everything that belongs to one signed-in person; made anew for another. */
function SignedIn() {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: shouldRetry, staleTime: 5000 } } }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <NoticeProvider>
        <ReviewDeskProvider>
          <Routes>
            <Route element={<Shell />}>
              <Route path="/review" element={<ReviewPage />} />
              <Route path="/dashboard" element={<DashboardPage />} />
              <Route path="/units" element={<UnitsPage />} />
              <Route path="/units/:unitId" element={<UnitPage />} />
              <Route path="/units/:unitId/compare/:otherId" element={<ComparePage />} />
              <Route path="/settings/api-keys" element={<ApiKeysPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Routes>
        </ReviewDeskProvider>
      </NoticeProvider>
    </QueryClientProvider>
  );
}

function Entrance() {
  const { state, retry, signOut } = useSession();
  const location = useLocation();
  const from = (location.state as { from?: string } | null)?.from ?? "/review";
  switch (state.phase) {
    case "restoring":
      return (
        <main>
          <Loading what="your session" />
        </main>
      );
    case "unverified":
      return (
        <main className="state">
          <Failed error={new Error(state.problem)} onRetry={retry} />
          <button type="button" className="button button-quiet" onClick={signOut}>
            Sign out
          </button>
        </main>
      );
    case "signed-out":
      if (location.pathname === "/login") return <SignInPage notice={state.notice} />;
      return <Navigate to="/login" replace state={{ from: location.pathname + location.search }} />;
    case "signed-in":
      if (location.pathname === "/login") return <Navigate to={from} replace />;
      if (location.pathname === "/") return <Navigate to="/review" replace />;
      return <SignedIn key={state.username} />;
  }
}

export function App() {
  useHeldKeyGuard();
  return (
    <ErrorBoundary>
      <BrowserRouter>
        <SessionProvider>
          <Entrance />
        </SessionProvider>
      </BrowserRouter>
    </ErrorBoundary>
  );
}
