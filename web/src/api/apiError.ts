/** A call that did not succeed, in words a person can read. */
export class ApiError extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;

  constructor(status: number, message: string, retryAfter: number | null = null) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.retryAfter = retryAfter;
  }

  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

interface ValidationEntry {
  loc?: unknown;
  msg?: unknown;
}

function describeEntry(entry: ValidationEntry): string {
  const path = Array.isArray(entry.loc) ? entry.loc.filter((step) => step !== "body") : [];
  const message = typeof entry.msg === "string" ? entry.msg : "is not valid";
  return path.length > 0 ? `${path.join(".")}: ${message}` : message;
}

/** The words of an error body, or null when it has none. */
export function describeDetail(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("detail" in body)) return null;
  const { detail } = body;
  if (typeof detail === "string" && detail.trim() !== "") return detail;
  if (Array.isArray(detail) && detail.length > 0) return detail.map(describeEntry).join("; ");
  return null;
}

/** Only the form in seconds: cq-server sends no dates. */
export function parseRetryAfter(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

export async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const retryAfter = parseRetryAfter(response.headers.get("Retry-After"));
  const message = describeDetail(body) ?? `The server answered ${response.status}`;
  return new ApiError(response.status, message, retryAfter);
}

/** The words for whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong";
}
