export type ShortcutAction =
  | "approve"
  | "reject"
  | "skip"
  | "undo"
  | "next"
  | "previous"
  | "focus-approve"
  | "focus-reject"
  | "focus-card"
  | "help";

const KEYS = new Map<string, ShortcutAction>([
  ["a", "approve"],
  ["r", "reject"],
  ["s", "skip"],
  ["u", "undo"],
  ["j", "next"],
  ["k", "previous"],
  ["arrowright", "focus-approve"],
  ["arrowleft", "focus-reject"],
  ["escape", "focus-card"],
  ["?", "help"],
]);

/** What people are told; the keys above are what is done. */
export const SHORTCUT_HELP: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["A"], does: "approve the unit" },
  { keys: ["R"], does: "reject the unit" },
  { keys: ["S"], does: "skip it for now" },
  { keys: ["U", "Ctrl Z"], does: "undo the latest decision while it waits" },
  { keys: ["→", "←"], does: "go to Approve or Reject; Enter or Space then presses it" },
  { keys: ["J", "K"], does: "look at the next or the previous unit" },
  { keys: ["Esc"], does: "back to the unit" },
  { keys: ["?"], does: "this list" },
];

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export function shortcutFor(press: KeyPress): ShortcutAction | null {
  const key = press.key.toLowerCase();
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return key === "z" && !press.shiftKey ? "undo" : null;
  if (press.shiftKey && press.key !== "?") return null;
  return KEYS.get(key) ?? null;
}

/** Whether keys belong to what has the focus: somewhere to write, or something with arrow keys of its own. */
export function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}
