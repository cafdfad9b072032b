const MAX_LENGTH = 16 * 1024;

export type TokenCheck = { ok: true; token: string } | { ok: false; problem: string };

/** Makes a bearer token of what was pasted, or says what is wrong with it. */
export function readPastedToken(pasted: string): TokenCheck {
  const token = pasted
    .trim()
    .replace(/^(Authorization:\s*)?Bearer\s+/i, "")
    .replace(/\s*\n\s*/g, "");
  const refuse = (problem: string): TokenCheck => ({ ok: false, problem });
  if (token === "") return refuse("Paste an access token.");
  if (token.startsWith("cqa.")) return refuse("This is an API key of cq; it is meant for agents.");
  if (token.length > MAX_LENGTH) return refuse("This is too long for an access token.");
  if (!/^[\x21-\x7e]+$/.test(token))
    return refuse("An access token has no spaces or letters outside ASCII.");
  if (token.split(".").length !== 3) {
    return refuse("This is not a signed token (a JWT: three parts with dots between them).");
  }
  return { ok: true, token };
}
