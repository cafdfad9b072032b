import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { ApiError, messageOf } from "../api/apiError";
import { CqApi } from "../api/cqApi";
import {
  clearCredential,
  loadSession,
  type StoredSession,
  saveSession,
  watchOtherTabs,
} from "./sessionStore";

export type SessionState =
  | { phase: "restoring" }
  /** There is a session, but nobody to ask whether it is good. */
  | { phase: "unverified"; problem: string }
  | { phase: "signed-out"; notice: string | null }
  | { phase: "signed-in"; username: string };

interface Session {
  state: SessionState;
  api: CqApi;
  signInWithPassword(username: string, password: string): Promise<void>;
  signInWithToken(token: string): Promise<void>;
  signOut(): void;
  retry(): void;
}

const SessionContext = createContext<Session | null>(null);

const ENDED = "Your session has ended. Sign in again to go on.";

export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ phase: "restoring" });
  const stored = useRef<StoredSession | null>(null);

  const end = useCallback((notice: string | null) => {
    if (stored.current) clearCredential(stored.current.credential);
    stored.current = null;
    setState({ phase: "signed-out", notice });
  }, []);

  const api = useMemo(
    () =>
      new CqApi({
        readToken: () => stored.current?.token ?? null,
        onSessionRefused: (token) => {
          if (stored.current?.token === token) end(ENDED);
        },
      }),
    [end],
  );

  const restore = useCallback(async () => {
    const session = loadSession();
    stored.current = session;
    if (session === null) return setState({ phase: "signed-out", notice: null });
    try {
      const { username } = await api.me(session.token);
      if (stored.current === session) setState({ phase: "signed-in", username });
    } catch (error) {
      if (stored.current !== session) return;
      // 404: the account was removed. Anything else says nothing about the session.
      const isRefused = error instanceof ApiError && [401, 403, 404].includes(error.status);
      if (isRefused) end(error.status === 403 ? error.message : ENDED);
      else setState({ phase: "unverified", problem: messageOf(error) });
    }
  }, [api, end]);

  useEffect(() => {
    void restore();
    return watchOtherTabs(() => {
      if (loadSession()?.token !== stored.current?.token) void restore();
    });
  }, [restore]);

  const session = useMemo<Session>(() => {
    const begin = (next: StoredSession, username: string) => {
      saveSession(next);
      stored.current = next;
      setState({ phase: "signed-in", username });
    };
    return {
      state,
      api,
      async signInWithPassword(username, password) {
        const answer = await api.login(username, password);
        begin({ credential: "session", token: answer.token }, answer.username);
      },
      async signInWithToken(token) {
        const { username } = await api.me(token);
        begin({ credential: "access-token", token }, username);
      },
      signOut: () => end(null),
      retry: () => {
        setState({ phase: "restoring" });
        void restore();
      },
    };
  }, [state, api, end, restore]);

  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionProvider");
  return session;
}

export function useApi(): CqApi {
  return useSession().api;
}

/** The name of whoever is signed in; for what is shown only then. */
export function useUsername(): string {
  const { state } = useSession();
  return state.phase === "signed-in" ? state.username : "";
}
