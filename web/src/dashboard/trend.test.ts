import { describe, expect, it } from "vitest";
import { axisTop, fillDays } from "./trend";

describe("fillDays", () => {
  const today = new Date("2026-03-01T23:59:59Z");

  it("has every day up to today, zeros where nothing happened", () => {
    const days = fillDays(
      [{ date: "2026-02-28", proposed: 3, approved: 2, rejected: 1 }],
      3,
      today,
    );
    expect(days.map(({ date, proposed }) => [date, proposed])).toEqual([
      ["2026-02-27", 0],
      ["2026-02-28", 3],
      ["2026-03-01", 0],
    ]);
  });

  it("leaves out what is older", () => {
    const old = { date: "2025-01-01", proposed: 9, approved: 0, rejected: 0 };
    expect(fillDays([old], 30, today)).toHaveLength(30);
    expect(fillDays([old], 30, today)).not.toContain(old);
  });
});

it.each([
  [0, 4],
  [3, 4],
  [5, 8],
  [9, 12],
  [16, 20],
  [21, 40],
  [87, 100],
  [101, 200],
  [999, 1000],
  [4001, 8000],
])("an axis for %i ends at %i", (highest, top) => {
  expect(axisTop(highest)).toBe(top);
  expect(top % 4).toBe(0);
});
