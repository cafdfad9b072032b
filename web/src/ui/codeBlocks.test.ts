import { describe, expect, it } from "vitest";
import { splitCode } from "./codeBlocks";

const kinds = (text: string) => splitCode(text).map(({ kind, text: part }) => [kind, part]);

describe("splitCode", () => {
  it.each([
    ["prose only", "one\ntwo", [["prose", "one\ntwo"]]],
    [
      "an indented stretch",
      "one\n\n    $ run\n    it\n\ntwo",
      [
        ["prose", "one\n"],
        ["code", "    $ run\n    it"],
        ["prose", "\ntwo"],
      ],
    ],
    ["an indented line in the middle of prose", "one\n    two", [["prose", "one\n    two"]]],
    [
      "fences, which are kept",
      "a\n```sh\nb\n\nc\n```\nd",
      [
        ["prose", "a"],
        ["code", "```sh\nb\n\nc\n```"],
        ["prose", "d"],
      ],
    ],
    [
      "a fence that another does not close",
      "~~~\n```\na\n~~~\nb",
      [
        ["code", "~~~\n```\na\n~~~"],
        ["prose", "b"],
      ],
    ],
    ["a fence that is never closed", "```\na", [["code", "```\na"]]],
    ["nothing", "", [["prose", ""]]],
  ])("%s", (_, text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it("leaves nothing out", () => {
    const text = "a\n\n\tb\n```\n\n~~~\n```\n\n\n    c\n";
    expect(
      splitCode(text)
        .map((block) => block.text)
        .join("\n"),
    ).toBe(text);
  });
});
