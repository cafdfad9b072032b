import { useEffect } from "react";

/** A held Enter or Space would press a button again and again; here a press presses it once. */
export function useHeldKeyGuard(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const presses = event.key === "Enter" || event.key === " ";
      if (!event.repeat || !presses || !(event.target instanceof Element)) return;
      if (event.target.closest("button, a, summary, form") && !event.target.closest("textarea")) {
        event.preventDefault();
      }
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}
