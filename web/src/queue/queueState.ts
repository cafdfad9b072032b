import type { ReviewItem, ReviewQueue } from "../api/types";

/**
 * What this reviewer has of the queue: a stretch of it from its beginning, in the server's order. Held decisions are not
 * part of it; they are taken away when it is looked at.
 */
export interface QueueState {
  items: readonly ReviewItem[];
  /** Pending units at the server, as it last said. */
  total: number;
  /** Left for later by this reviewer. */
  skipped: ReadonlySet<string>;
  /** Decided or gone: a late answer must not bring them back. */
  settled: ReadonlySet<string>;
  /** The unit chosen to be looked at; the first one otherwise. */
  chosen: string | null;
}

export const EMPTY_QUEUE: QueueState = {
  items: [],
  total: 0,
  skipped: new Set(),
  settled: new Set(),
  chosen: null,
};

export const idOf = (item: ReviewItem): string => item.knowledge_unit.id;

export function isComplete(state: QueueState): boolean {
  return state.items.length >= state.total;
}

function withNew(state: QueueState, items: readonly ReviewItem[]): readonly ReviewItem[] {
  const known = new Set(state.items.map(idOf));
  const added = items.filter((item) => !known.has(idOf(item)) && !state.settled.has(idOf(item)));
  return added.length === 0 ? state.items : [...state.items, ...added];
}

/** Appends a page. */
export function addPage(state: QueueState, page: ReviewQueue): QueueState {
  return { ...state, items: withNew(state, page.items), total: page.total };
}

/**
 * Compares with a page read from the beginning just now. What stands before the page's last unit and is not on it was
 * decided by someone else.
 */
export function reconcile(
  state: QueueState,
  page: ReviewQueue,
): { state: QueueState; missing: ReviewItem[] } {
  const onPage = new Set(page.items.map(idOf));
  const isWholeQueue = page.items.length >= page.total;
  const covered = isWholeQueue
    ? state.items.length
    : state.items.findLastIndex((item) => onPage.has(idOf(item))) + 1;
  const missing = state.items.slice(0, covered).filter((item) => !onPage.has(idOf(item)));
  const remaining = settle({ ...state, total: page.total }, missing.map(idOf));
  // Units further on come with the pages between, in order.
  const takesNew = isWholeQueue || isComplete(state);
  const items = takesNew ? withNew(remaining, page.items) : remaining.items;
  return { state: { ...remaining, items, total: page.total }, missing };
}

/** Takes units away for good. */
export function settle(state: QueueState, unitIds: readonly string[]): QueueState {
  if (unitIds.length === 0) return state;
  const settled = new Set([...state.settled, ...unitIds]);
  const items = state.items.filter((item) => !settled.has(idOf(item)));
  const removed = state.items.length - items.length;
  return { ...state, items, settled, total: Math.max(items.length, state.total - removed) };
}

export function skip(state: QueueState, unitId: string): QueueState {
  return { ...state, skipped: new Set([...state.skipped, unitId]) };
}

export function choose(state: QueueState, unitId: string | null): QueueState {
  return { ...state, chosen: unitId };
}

export function resumeSkipped(state: QueueState): QueueState {
  return { ...state, skipped: new Set(), chosen: null };
}

/** What is left to decide. */
export function visibleItems(state: QueueState, isHeld: (unitId: string) => boolean): ReviewItem[] {
  return state.items.filter((item) => !isHeld(idOf(item)));
}

/** The unit to show: the chosen one, else the first that was not skipped. */
export function currentItem(
  state: QueueState,
  visible: readonly ReviewItem[],
): ReviewItem | undefined {
  const chosen = visible.find((item) => idOf(item) === state.chosen);
  return chosen ?? visible.find((item) => !state.skipped.has(idOf(item)));
}

/** The unit after `unitId` that was not skipped, or null. Asked before `unitId` goes. */
export function nextAfter(
  state: QueueState,
  visible: readonly ReviewItem[],
  unitId: string,
): string | null {
  const from = visible.findIndex((item) => idOf(item) === unitId) + 1;
  const next = visible.slice(from).find((item) => !state.skipped.has(idOf(item)));
  return next ? idOf(next) : null;
}

/** The unit `steps` further on in the list, skipped or not; null at either end. */
export function neighbour(
  visible: readonly ReviewItem[],
  unitId: string,
  steps: 1 | -1,
): string | null {
  const item = visible[visible.findIndex((other) => idOf(other) === unitId) + steps];
  return item ? idOf(item) : null;
}
