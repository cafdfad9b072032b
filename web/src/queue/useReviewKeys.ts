import { useEffect, useRef } from "react";
import { KeyGate } from "./keyGate";
import { type ShortcutAction, shortcutFor, takesKeys } from "./shortcuts";

/** Calls `onAction` once for each press of a shortcut. */
export function useReviewKeys(onAction: (action: ShortcutAction) => void, shortcuts: "on" | "off") {
  const latest = useRef(onAction);
  latest.current = onAction;
  useEffect(() => {
    if (shortcuts === "off") return;
    const gate = new KeyGate();
    const onKeyDown = (event: KeyboardEvent) => {
      const action = shortcutFor(event);
      const isFirst = gate.press(event);
      if (action === null || takesKeys(event.target)) return;
      event.preventDefault();
      if (isFirst) latest.current(action);
    };
    const onKeyUp = (event: KeyboardEvent) => gate.release(event);
    const onBlur = () => gate.releaseAll();
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("keyup", onKeyUp);
    window.addEventListener("blur", onBlur);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("keyup", onKeyUp);
      window.removeEventListener("blur", onBlur);
    };
  }, [shortcuts]);
}
