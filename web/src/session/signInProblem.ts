import { ApiError, messageOf } from "../api/apiError";
import { plural } from "../ui/format";

/** What to tell someone whose sign-in did not succeed. `refused` is said of credentials that are wrong. */
export function signInProblem(error: unknown, refused: string): string {
  if (!(error instanceof ApiError)) return messageOf(error);
  const wait = error.retryAfter === null ? "later" : `in ${plural(error.retryAfter, "second")}`;
  switch (error.status) {
    case 401:
      return refused;
    case 429:
      return `Too many attempts. Try again ${wait}.`;
    case 503:
      return `The server cannot check this at the moment. Try again ${wait}.`;
    default:
      return error.message;
  }
}
