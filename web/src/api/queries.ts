import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useApi } from "../session/SessionProvider";
import { ApiError } from "./apiError";
import type { UnitQuery } from "./types";

const POLL_MS = 15_000;
export const UNITS_PAGE_SIZE = 50;

/** The first part of every query's key; what a decision changes is marked stale by it. */
export const KEYS = { stats: "stats", units: "units", unit: "unit", apiKeys: "api-keys" } as const;

/** Again only when there was no answer, or one that says to come back. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (failures >= 2 || !(error instanceof ApiError)) return false;
  return error.isUnreachable || error.status >= 500;
}

export function useStats() {
  const api = useApi();
  return useQuery({
    queryKey: [KEYS.stats],
    queryFn: ({ signal }) => api.stats(signal),
    refetchInterval: POLL_MS,
  });
}

export function useUnits(query: UnitQuery) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [KEYS.units, query],
    queryFn: ({ pageParam, signal }) =>
      api.units({ ...query, offset: pageParam, limit: UNITS_PAGE_SIZE }, signal),
    initialPageParam: 0,
    getNextPageParam: (lastPage, pages) =>
      lastPage.length < UNITS_PAGE_SIZE ? undefined : pages.length * UNITS_PAGE_SIZE,
  });
}

export function useUnit(unitId: string) {
  const api = useApi();
  return useQuery({
    queryKey: [KEYS.unit, unitId],
    queryFn: ({ signal }) => api.unit(unitId, signal),
  });
}

export function useApiKeys() {
  const api = useApi();
  return useQuery({ queryKey: [KEYS.apiKeys], queryFn: ({ signal }) => api.apiKeys(signal) });
}
