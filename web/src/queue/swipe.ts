import type { Verdict } from "../api/types";

/** Movement below this many pixels has no direction yet. */
const SLOP = 10;
const COMMIT_SHARE = 0.35;
const COMMIT_MAX_PIXELS = 160;

/** Whether a movement is along the card or scrolls the page; null while it is too short to tell. */
export function swipeAxis(dx: number, dy: number): "horizontal" | "vertical" | null {
  if (Math.abs(dx) < SLOP && Math.abs(dy) < SLOP) return null;
  return Math.abs(dx) > Math.abs(dy) * 1.2 ? "horizontal" : "vertical";
}

/** How far a swipe is towards a decision: -1 is reject, 1 is approve. */
export function swipeProgress(dx: number, cardWidth: number): number {
  const distance = Math.min(cardWidth * COMMIT_SHARE, COMMIT_MAX_PIXELS);
  return Math.max(-1, Math.min(1, dx / distance));
}

export function swipeVerdict(progress: number): Verdict | null {
  if (progress >= 1) return "approve";
  return progress <= -1 ? "reject" : null;
}
