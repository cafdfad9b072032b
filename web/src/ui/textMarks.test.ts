import { describe, expect, it } from "vitest";
import { markPlain, markText } from "./textMarks";

const SCOTLAND = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";

describe("markText leaves alone", () => {
  it.each([
    ["plain text", 'Use <script> & "quotes"'],
    ["lines and tabs", "one\n\ttwo"],
    ["accents", "Cre\u0301me bru\u0302le\u0301e, Việt Nam"],
    ["Arabic and Hebrew", "تأكد من שלום"],
    ["Persian with its joiner", "می\u200cخواهم"],
    ["Devanagari", "क्षत्रिय"],
    [
      "emoji of several parts",
      "\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u{1f44d}\u{1f3fd} ❤\ufe0f",
    ],
    ["a flag made of tags", SCOTLAND],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(markPlain(text)).toBe(text);
  });
});

describe("markText shows", () => {
  it.each([
    ["an override", "a\u202eb\u202c", "a[U+202E]b[U+202C]"],
    ["isolates", "\u2066a\u2069", "[U+2066]a[U+2069]"],
    ["direction marks", "a\u200e\u200f\u061cb", "a[U+200E][U+200F][U+061C]b"],
    ["what has no width", "pass\u200bword\ufeff\u2060", "pass[U+200B]word[U+FEFF][U+2060]"],
    ["soft hyphens", "co\u00adop", "co[U+00AD]op"],
    [
      "controls",
      "bell\u0007 null\u0000 esc\u001b[31m del\u007f nel\u0085",
      "bell[U+0007] null[U+0000] esc[U+001B][31m del[U+007F] nel[U+0085]",
    ],
    ["separators that are not seen", "a\u2028b\u2029c", "a[U+2028]b[U+2029]c"],
    ["letters that are blank", "\u3164\u2800\u115f", "[U+3164][U+2800][U+115F]"],
    ["tags that hide a text", "hi\u{e0041}\u{e0042}", "hi[U+E0041][U+E0042]"],
    ["a carriage return alone", "a\rb", "a[U+000D]b"],
  ])("%s", (_, text, shown) => {
    expect(markPlain(text)).toBe(shown);
  });

  it("lines as other systems end them, as lines", () => {
    expect(markPlain("a\r\nb")).toBe("a\nb");
  });

  it("the names of what it marks", () => {
    expect(markText("\u202e")).toEqual([
      { kind: "mark", label: "U+202E", name: "right-to-left override" },
    ]);
    expect(markText("\u0007")[0]).toMatchObject({ name: "control character" });
    expect(markText("\u{e0041}")[0]).toMatchObject({ name: "tag character" });
  });

  it("piles of accents by their number", () => {
    expect(markPlain(`e${"\u0301".repeat(6)}`)).toBe(`e${"\u0301".repeat(6)}`);
    expect(markPlain(`e${"\u0301".repeat(200)}x`)).toBe(`e${"\u0301".repeat(6)}[+194]x`);
  });
});
