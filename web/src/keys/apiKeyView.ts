import type { ApiKey } from "../api/types";

export const MAX_ACTIVE_KEYS = 20;
const SOON_MS = 7 * 86_400_000;

export type KeyState = "active" | "expires-soon" | "expired" | "revoked";
export type KeyFilter = "all" | "active" | "ended";

export function keyState(key: ApiKey, now: Date): KeyState {
  if (key.revoked_at !== null) return "revoked";
  if (key.is_expired || !key.is_active) return "expired";
  return Date.parse(key.expires_at) - now.getTime() < SOON_MS ? "expires-soon" : "active";
}

export function countActive(keys: readonly ApiKey[]): number {
  return keys.filter((key) => key.is_active).length;
}

/** Keys whose name or label holds the words typed. */
export function filterKeys(keys: readonly ApiKey[], filter: KeyFilter, text: string): ApiKey[] {
  const needle = text.trim().toLowerCase();
  return keys.filter((key) => {
    if (filter === "active" && !key.is_active) return false;
    if (filter === "ended" && key.is_active) return false;
    return [key.name, ...key.labels].some((word) => word.toLowerCase().includes(needle));
  });
}

/** Labels as typed, separated by commas; each once, in order. */
export function readLabels(text: string): string[] {
  const labels = text.split(",").map((label) => label.trim());
  return [...new Set(labels.filter((label) => label !== ""))];
}
