import { type ReactNode, Suspense } from "react";
import { Link, NavLink, Outlet, useLocation } from "react-router";
import { useStats } from "../api/queries";
import { HeldDecisions } from "../queue/HeldDecisions";
import { useReviewDesk } from "../queue/ReviewDeskProvider";
import { useSession, useUsername } from "../session/SessionProvider";
import { formatCount } from "../ui/format";
import { Identity } from "../ui/Identity";
import { ChartIcon, KeyIcon, LeaveIcon, ListIcon, QueueIcon } from "../ui/icons";
import { Logo } from "../ui/Logo";
import { Notices } from "../ui/Notices";
import { Loading } from "../ui/States";
import { ErrorBoundary } from "./ErrorBoundary";
import { ThemeToggle } from "./ThemeToggle";

function NavItem({ to, icon, children }: { to: string; icon: ReactNode; children: ReactNode }) {
  return (
    <li>
      <NavLink to={to}>
        {icon}
        <span>{children}</span>
      </NavLink>
    </li>
  );
}

/** Counts what waits at the server; the decisions that are held here are not made yet. */
function PendingCount() {
  const { data } = useStats();
  if (!data || data.counts.pending === 0) return null;
  return (
    <span className="count">
      <span className="visually-hidden">, waiting: </span>
      {formatCount(data.counts.pending)}
    </span>
  );
}

function SignOutButton() {
  const { signOut } = useSession();
  const desk = useReviewDesk();
  return (
    <button
      type="button"
      className="button button-quiet button-icon"
      aria-label="Sign out"
      title="Sign out"
      onClick={async () => {
        await desk.flush("page-stays");
        signOut();
      }}
    >
      <LeaveIcon />
    </button>
  );
}

/** What surrounds every page of someone who is signed in. */
export function Shell() {
  const username = useUsername();
  const { pathname } = useLocation();
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <Link className="brand" to="/review" aria-label="cq, to the review queue">
          <Logo />
          <span aria-hidden="true">cq</span>
        </Link>
        <nav aria-label="Main">
          <ul>
            <NavItem to="/review" icon={<QueueIcon />}>
              Review
              <PendingCount />
            </NavItem>
            <NavItem to="/dashboard" icon={<ChartIcon />}>
              Dashboard
            </NavItem>
            <NavItem to="/units" icon={<ListIcon />}>
              Units
            </NavItem>
            <NavItem to="/settings/api-keys" icon={<KeyIcon />}>
              API keys
            </NavItem>
          </ul>
        </nav>
        <div className="account">
          <span className="account-name">
            <span className="visually-hidden">Signed in as </span>
            <Identity username={username} ownMark={false} />
          </span>
          <ThemeToggle />
          <SignOutButton />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<Loading what="the page" />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <div className="corner">
        <Notices />
        <HeldDecisions />
      </div>
    </div>
  );
}
