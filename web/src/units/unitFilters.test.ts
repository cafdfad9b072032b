import { describe, expect, it } from "vitest";
import {
  countFilters,
  NO_FILTERS,
  readFilters,
  toQuery,
  unitsPath,
  writeFilters,
} from "./unitFilters";
import { comparePath, isUnitId, unitPath } from "./unitLinks";

const read = (query: string) => readFilters(new URLSearchParams(query));

describe("filters", () => {
  it("come from an address and go back to it", () => {
    const filters = read(
      "q=pool+size&domain=c%2B%2B&status=approved&confidence=0.8-1.0&author=a%40b.c",
    );
    expect(filters).toEqual({
      q: "pool size",
      domain: "c++",
      status: "approved",
      confidence: "0.8-1.0",
      author: "a@b.c",
    });
    expect(readFilters(writeFilters(filters))).toEqual(filters);
    expect(countFilters(filters)).toBe(5);
  });

  it("take nothing that the server does not know", () => {
    expect(read("status=deleted&confidence=7&other=x")).toEqual(NO_FILTERS);
    expect(read(`q=${"é".repeat(300)}`).q).toHaveLength(200);
    expect([...read(`q=${"\u{1f600}".repeat(300)}`).q]).toHaveLength(200);
  });

  it("become the server's parameters", () => {
    expect(toQuery(NO_FILTERS)).toEqual({});
    expect(toQuery(read("q=+pool+&confidence=0.3-0.6&status=pending&author=+"))).toEqual({
      q: "pool",
      status: "pending",
      confidence_min: 0.3,
      confidence_max: 0.6,
    });
  });
});

it("paths hold any text", () => {
  expect(unitsPath({})).toBe("/units");
  expect(unitsPath({ domain: "a&b=c", status: "" })).toBe("/units?domain=a%26b%3Dc");
  expect(unitPath("../x")).toBe("/units/..%2Fx");
  expect(comparePath("a", "b")).toBe("/units/a/compare/b");
});

it("only ids of units become links", () => {
  expect(isUnitId(`ku_${"0".repeat(32)}`)).toBe(true);
  for (const text of [
    "",
    "ku_1",
    "javascript:alert(1)",
    `ku_${"0".repeat(32)}\n`,
    `ku_${"G".repeat(32)}`,
  ]) {
    expect(isUnitId(text)).toBe(false);
  }
});
