/** How this person reviews; kept in the browser. */
export interface Preferences {
  undoSeconds: number;
  shortcuts: "on" | "off";
}

export const UNDO_CHOICES: readonly number[] = [3, 5, 10, 30];
const DEFAULTS: Preferences = { undoSeconds: 5, shortcuts: "on" };
const KEY = "cq-review-preferences";

/** Takes what is valid of what was stored, defaults for the rest. */
export function readPreferences(stored: string | null): Preferences {
  if (stored === null) return DEFAULTS;
  try {
    const value: Partial<Record<keyof Preferences, unknown>> = JSON.parse(stored) ?? {};
    return {
      undoSeconds:
        UNDO_CHOICES.find((choice) => choice === value.undoSeconds) ?? DEFAULTS.undoSeconds,
      shortcuts: value.shortcuts === "off" ? "off" : "on",
    };
  } catch {
    return DEFAULTS;
  }
}

export function loadPreferences(): Preferences {
  try {
    return readPreferences(localStorage.getItem(KEY));
  } catch {
    return DEFAULTS;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is blocked: they last until the page is left.
  }
}
