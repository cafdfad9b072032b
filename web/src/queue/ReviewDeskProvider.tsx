import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { KEYS } from "../api/queries";
import { useApi, useUsername } from "../session/SessionProvider";
import { useNotices } from "../ui/Notices";
import { loadPreferences, type Preferences, savePreferences } from "./preferences";
import { type DeskView, ReviewDesk } from "./reviewDesk";

interface DeskContext {
  desk: ReviewDesk;
  preferences: Preferences;
  setPreferences(preferences: Preferences): void;
}

const Context = createContext<DeskContext | null>(null);

/** One desk for all pages, so that decisions go on waiting while the person looks at something else. */
export function ReviewDeskProvider({ children }: { children: ReactNode }) {
  const api = useApi();
  const username = useUsername();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [preferences, setPreferences] = useState(loadPreferences);

  const desk = useMemo(
    () =>
      new ReviewDesk({
        api,
        username,
        notify: notices.add,
        onDecided: (unitId) => {
          for (const queryKey of [[KEYS.stats], [KEYS.units], [KEYS.unit, unitId]]) {
            void queryClient.invalidateQueries({ queryKey });
          }
        },
      }),
    [api, username, notices, queryClient],
  );
  desk.setGrace(preferences.undoSeconds * 1000);

  useEffect(() => {
    const flush = () => void desk.flush("page-ends");
    window.addEventListener("pagehide", flush);
    return () => window.removeEventListener("pagehide", flush);
  }, [desk]);

  const context = useMemo<DeskContext>(
    () => ({
      desk,
      preferences,
      setPreferences(next) {
        savePreferences(next);
        setPreferences(next);
      },
    }),
    [desk, preferences],
  );
  return <Context value={context}>{children}</Context>;
}

function useDeskContext(): DeskContext {
  const context = useContext(Context);
  if (context === null) throw new Error("the review desk needs a ReviewDeskProvider");
  return context;
}

export function useReviewDesk(): ReviewDesk {
  return useDeskContext().desk;
}

export function useDeskView(): DeskView {
  const { desk } = useDeskContext();
  return useSyncExternalStore(desk.subscribe, desk.snapshot);
}

export function usePreferences(): Pick<DeskContext, "preferences" | "setPreferences"> {
  return useDeskContext();
}
