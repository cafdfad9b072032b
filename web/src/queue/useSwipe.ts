import { type RefObject, useEffect } from "react";
import type { Verdict } from "../api/types";
import { swipeAxis, swipeProgress, swipeVerdict } from "./swipe";

interface Swipe {
  pointerId: number;
  startX: number;
  startY: number;
  isHorizontal: boolean;
}

/**
 * Lets a finger or pen move the card sideways. The mouse selects text instead. The card's class and its custom
 * properties say how far it is; they are written to the element, not rendered, as they change with every movement.
 */
export function useSwipe(
  card: RefObject<HTMLElement | null>,
  cardKey: string,
  onVerdict: (verdict: Verdict) => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another card is another element
  useEffect(() => {
    const element = card.current;
    if (element === null) return;
    let swipe: Swipe | null = null;

    const show = (dx: number) => {
      const progress = swipeProgress(dx, element.offsetWidth);
      element.style.setProperty("--swipe-x", `${dx}px`);
      element.style.setProperty("--swipe-approve", String(Math.max(0, progress)));
      element.style.setProperty("--swipe-reject", String(Math.max(0, -progress)));
      return progress;
    };
    const reset = () => {
      swipe = null;
      element.classList.remove("swiping");
      show(0);
    };
    const onDown = (event: PointerEvent) => {
      const isOnControl =
        event.target instanceof Element && event.target.closest("a, button, summary");
      if (event.pointerType === "mouse" || !event.isPrimary || isOnControl) return;
      swipe = {
        pointerId: event.pointerId,
        startX: event.clientX,
        startY: event.clientY,
        isHorizontal: false,
      };
    };
    const onMove = (event: PointerEvent) => {
      if (swipe?.pointerId !== event.pointerId) return;
      const dx = event.clientX - swipe.startX;
      if (!swipe.isHorizontal) {
        const axis = swipeAxis(dx, event.clientY - swipe.startY);
        if (axis === "vertical") swipe = null;
        if (axis !== "horizontal" || swipe === null) return;
        swipe.isHorizontal = true;
        element.setPointerCapture(event.pointerId);
        element.classList.add("swiping");
      }
      show(dx);
    };
    const onUp = (event: PointerEvent) => {
      if (swipe?.pointerId !== event.pointerId) return;
      const wasSwipe = swipe.isHorizontal;
      const verdict = swipeVerdict(
        swipeProgress(event.clientX - swipe.startX, element.offsetWidth),
      );
      reset();
      if (wasSwipe && verdict !== null) onVerdict(verdict);
    };

    element.addEventListener("pointerdown", onDown);
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerup", onUp);
    element.addEventListener("pointercancel", reset);
    return () => {
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", reset);
      reset();
    };
  }, [card, cardKey, onVerdict]);
}
