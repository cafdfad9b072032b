import { describe, expect, it } from "vitest";
import { readPreferences } from "./preferences";
import { swipeAxis, swipeProgress, swipeVerdict } from "./swipe";

describe("swipes", () => {
  it.each([
    [4, 4, null],
    [30, 5, "horizontal"],
    [-30, 5, "horizontal"],
    [5, 30, "vertical"],
    [20, 20, "vertical"],
  ])("%i to the right and %i down is %s", (dx, dy, axis) => {
    expect(swipeAxis(dx, dy)).toBe(axis);
  });

  it.each([
    [0, 300, null],
    [104, 300, null],
    [105, 300, "approve"],
    [-105, 300, "reject"],
    [159, 2000, null],
    [160, 2000, "approve"],
  ])("%i pixels on a card of %i: %s", (dx, width, verdict) => {
    expect(swipeVerdict(swipeProgress(dx, width))).toBe(verdict);
  });
});

describe("readPreferences", () => {
  it.each([
    [null, { undoSeconds: 5, shortcuts: "on" }],
    ["not JSON", { undoSeconds: 5, shortcuts: "on" }],
    ["null", { undoSeconds: 5, shortcuts: "on" }],
    ['{"undoSeconds":99999,"shortcuts":7}', { undoSeconds: 5, shortcuts: "on" }],
    ['{"undoSeconds":10,"shortcuts":"off"}', { undoSeconds: 10, shortcuts: "off" }],
  ])("%s", (stored, expected) => {
    expect(readPreferences(stored)).toEqual(expected);
  });
});
