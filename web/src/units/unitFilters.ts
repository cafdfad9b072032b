import type { UnitQuery } from "../api/types";

/** The filters of the list of units, as the page's address holds them. */
export interface UnitFilters {
  q: string;
  domain: string;
  status: "" | "pending" | "approved" | "rejected";
  confidence: string;
  author: string;
}

export const NO_FILTERS: UnitFilters = {
  q: "",
  domain: "",
  status: "",
  confidence: "",
  author: "",
};

/** The ranges of the server's distribution; a range includes its beginning and not its end, but for 1. */
export const CONFIDENCE_RANGES = ["0.0-0.3", "0.3-0.6", "0.6-0.8", "0.8-1.0"] as const;

const STATUSES: readonly string[] = ["pending", "approved", "rejected"];
// What the server takes.
const MAX_TEXT = 200;
const MAX_AUTHOR = 256;

function clip(text: string | null, length: number): string {
  return [...(text ?? "")].slice(0, length).join("");
}

/** Takes what is valid in an address that anyone may have written. */
export function readFilters(parameters: URLSearchParams): UnitFilters {
  const status = parameters.get("status") ?? "";
  const confidence = parameters.get("confidence") ?? "";
  return {
    q: clip(parameters.get("q"), MAX_TEXT),
    domain: clip(parameters.get("domain"), MAX_TEXT),
    status: STATUSES.includes(status) ? (status as UnitFilters["status"]) : "",
    confidence: (CONFIDENCE_RANGES as readonly string[]).includes(confidence) ? confidence : "",
    author: clip(parameters.get("author"), MAX_AUTHOR),
  };
}

export function writeFilters(filters: Partial<UnitFilters>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== "") parameters.set(name, value);
  }
  return parameters;
}

/** Where the list with these filters is. */
export function unitsPath(filters: Partial<UnitFilters>): string {
  const query = writeFilters(filters).toString();
  return query === "" ? "/units" : `/units?${query}`;
}

export function countFilters(filters: UnitFilters): number {
  return Object.values(filters).filter((value) => value !== "").length;
}

export function toQuery(filters: UnitFilters): UnitQuery {
  const query: UnitQuery = {};
  if (filters.q.trim() !== "") query.q = filters.q.trim();
  if (filters.domain.trim() !== "") query.domain = filters.domain.trim();
  if (filters.status !== "") query.status = filters.status;
  if (filters.author.trim() !== "") query.author = filters.author.trim();
  const range = /^(\d\.\d)-(\d\.\d)$/.exec(filters.confidence);
  if (range) {
    query.confidence_min = Number(range[1]);
    query.confidence_max = Number(range[2]);
  }
  return query;
}
