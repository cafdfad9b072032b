/** How a user name is read. Those of identity providers may be e-mail addresses or opaque ids. */
export type IdentityText =
  | { kind: "nobody" }
  | { kind: "name"; name: string }
  | { kind: "email"; local: string; domain: string }
  /** `source` is what stands before the id, as in auth0|64b7...; null without. */
  | { kind: "opaque"; source: string | null; short: string };

const EMAIL = /^([^\s@|]+)@([^\s@|]+\.[^\s@|.]+)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LONG_ID = /^[A-Za-z0-9_-]{20,}$/;
const WITH_SOURCE = /^([A-Za-z][A-Za-z0-9_-]{1,30})[|:](.+)$/;

function isOpaque(text: string): boolean {
  return UUID.test(text) || (LONG_ID.test(text) && /\d/.test(text));
}

function shorten(id: string): string {
  return id.length <= 14 ? id : `${id.slice(0, 6)}…${id.slice(-4)}`;
}

export function readIdentity(username: string): IdentityText {
  if (username.trim() === "") return { kind: "nobody" };
  const email = EMAIL.exec(username);
  if (email?.[1] && email[2]) return { kind: "email", local: email[1], domain: email[2] };
  if (isOpaque(username)) return { kind: "opaque", source: null, short: shorten(username) };
  const sourced = WITH_SOURCE.exec(username);
  if (sourced?.[1] && sourced[2] && isOpaque(sourced[2])) {
    return { kind: "opaque", source: sourced[1], short: shorten(sourced[2]) };
  }
  return { kind: "name", name: username };
}
