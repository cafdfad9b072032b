import { describe, expect, it } from "vitest";
import { KeyGate } from "./keyGate";
import { shortcutFor, takesKeys } from "./shortcuts";

const press = (key: string, options: Partial<KeyboardEventInit> = {}) =>
  new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}`, ...options });

describe("KeyGate", () => {
  it("lets a press through once, marked as repeated or not", () => {
    const gate = new KeyGate();
    expect(gate.press(press("a"))).toBe(true);
    expect(gate.press(press("a", { repeat: true }))).toBe(false);
    expect(gate.press(press("a"))).toBe(false);
    gate.release(press("a"));
    expect(gate.press(press("a"))).toBe(true);
  });

  it("lets nothing through that began as a repetition", () => {
    const gate = new KeyGate();
    expect(gate.press(press("a", { repeat: true }))).toBe(false);
    expect(gate.press(press("a", { repeat: true }))).toBe(false);
  });

  it("tells keys apart", () => {
    const gate = new KeyGate();
    expect([gate.press(press("a")), gate.press(press("r"))]).toEqual([true, true]);
  });

  it("forgets what was pressed with Meta, of which macOS tells no release", () => {
    const gate = new KeyGate();
    gate.press(press("z", { metaKey: true }));
    gate.release(new KeyboardEvent("keyup", { key: "Meta", code: "MetaLeft" }));
    expect(gate.press(press("z", { metaKey: true }))).toBe(true);
  });

  it("forgets what is down when the page loses the keyboard", () => {
    const gate = new KeyGate();
    gate.press(press("a"));
    gate.releaseAll();
    expect(gate.press(press("a"))).toBe(true);
  });
});

describe("shortcutFor", () => {
  it.each([
    ["a", {}, "approve"],
    ["A", {}, "approve"],
    ["r", {}, "reject"],
    ["s", {}, "skip"],
    ["u", {}, "undo"],
    ["ArrowRight", {}, "focus-approve"],
    ["ArrowLeft", {}, "focus-reject"],
    ["Escape", {}, "focus-card"],
    ["?", { shiftKey: true }, "help"],
    ["z", { ctrlKey: true }, "undo"],
    ["z", { metaKey: true }, "undo"],
    ["a", { ctrlKey: true }, null],
    ["r", { metaKey: true }, null],
    ["a", { altKey: true }, null],
    ["A", { shiftKey: true }, null],
    ["Z", { ctrlKey: true, shiftKey: true }, null],
    ["Enter", {}, null],
    [" ", {}, null],
    ["ArrowDown", {}, null],
    ["constructor", {}, null],
  ])("%s %o is %s", (key, options, action) => {
    expect(shortcutFor(press(key, options))).toBe(action);
  });
});

describe("takesKeys", () => {
  it.each([
    ["<input>", true],
    ["<textarea></textarea>", true],
    ["<select></select>", true],
    ["<dialog><button></button></dialog>", true],
    ["<button></button>", false],
    ["<a href='/'></a>", false],
  ])("%s: %s", (html, expected) => {
    document.body.innerHTML = html;
    expect(
      takesKeys(document.body.querySelector("button") ?? document.body.firstElementChild),
    ).toBe(expected);
  });
});
