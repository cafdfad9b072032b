/**
 * Where the bearer token is kept.
 *
 * A session token is good at this server only and for a day at most, so it goes to localStorage: units open in
 * further tabs, and a restart of the browser keeps people signed in. An access token is the identity provider's and
 * may open other doors, so it goes to sessionStorage: it lives as long as its tab. Neither is ever part of an address.
 */

export type Credential = "session" | "access-token";

export interface StoredSession {
  credential: Credential;
  token: string;
}

const KEY = "cq-session";

function storageOf(credential: Credential): Storage {
  return credential === "session" ? localStorage : sessionStorage;
}

/** Storage may be blocked; then a session lasts until the page is left. */
function quietly<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

export function loadSession(): StoredSession | null {
  for (const credential of ["access-token", "session"] as const) {
    const token = quietly(() => storageOf(credential).getItem(KEY), null);
    if (token) return { credential, token };
  }
  return null;
}

export function saveSession(session: StoredSession): void {
  clearSession();
  quietly(() => storageOf(session.credential).setItem(KEY, session.token), undefined);
}

export function clearSession(): void {
  quietly(() => sessionStorage.removeItem(KEY), undefined);
  quietly(() => localStorage.removeItem(KEY), undefined);
}

/** Ends what this tab holds; another tab's session stays unless this tab uses the same one. */
export function clearCredential(credential: Credential): void {
  quietly(() => storageOf(credential).removeItem(KEY), undefined);
}

/** Calls `listener` when another tab has signed in or out. */
export function watchOtherTabs(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === KEY || event.key === null) listener();
  };
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}
