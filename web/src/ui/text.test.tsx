import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import {
  absoluteTime,
  confidenceLevel,
  formatDay,
  parseTime,
  plural,
  relativeTime,
} from "./format";
import { readIdentity } from "./identityText";
import { NoticeBoard } from "./notices";
import { SafeBlock, SafeText } from "./SafeText";

afterEach(cleanup);

describe("SafeText", () => {
  it("makes no elements of markup", () => {
    const { container } = render(<SafeText text={"<img src=x onerror=alert(1)><b>b</b>"} />);
    expect(container.querySelector("img, b")).toBeNull();
    expect(container.textContent).toBe("<img src=x onerror=alert(1)><b>b</b>");
  });

  it("puts a name in place of an override, and isolates the rest", () => {
    const { container } = render(<SafeText text={"a\u202eb"} />);
    expect(container.innerHTML).not.toContain("\u202e");
    expect(container.querySelector("bdi .text-mark")?.textContent).toBe(
      "U+202E (right-to-left override)",
    );
  });

  it("lets blocks find their own direction", () => {
    const { container } = render(<SafeBlock text={"هذا\nEnglish"} />);
    expect(container.querySelector("[dir=auto]")?.textContent).toBe("هذا\nEnglish");
  });

  it("sets code as code", () => {
    const { container } = render(<SafeBlock text={"a\n```\nb\n```"} />);
    expect(container.querySelector(".code")?.textContent).toBe("```\nb\n```");
  });
});

describe("readIdentity", () => {
  it.each([
    ["alice", { kind: "name", name: "alice" }],
    ["Zoë Müller", { kind: "name", name: "Zoë Müller" }],
    ["", { kind: "nobody" }],
    ["  ", { kind: "nobody" }],
    ["maria@example.com", { kind: "email", local: "maria", domain: "example.com" }],
    ["a@b@example.com", { kind: "name", name: "a@b@example.com" }],
    [
      "3f2b8c1e-9a4d-4e7b-8f60-1c2d3e4f5a6b",
      { kind: "opaque", source: null, short: "3f2b8c…5a6b" },
    ],
    ["00u1a2b3c4d5e6f7g8h9", { kind: "opaque", source: null, short: "00u1a2…g8h9" }],
    ["auth0|64b7f0c2a91e4d5f8c3b2a10", { kind: "opaque", source: "auth0", short: "64b7f0…2a10" }],
    ["averylongnamewithoutdigits", { kind: "name", name: "averylongnamewithoutdigits" }],
    ["team:backend", { kind: "name", name: "team:backend" }],
  ])("%s", (username, expected) => {
    expect(readIdentity(username)).toEqual(expected);
  });
});

describe("times", () => {
  const now = new Date("2026-11-24T12:00:00Z");
  it.each([
    ["2026-11-24T12:00:03Z", "just now"],
    ["2026-11-24T11:59:10Z", "just now"],
    ["2026-11-24T11:59:00Z", "1 minute ago"],
    ["2026-11-24T10:01:00Z", "1 hour ago"],
    ["2026-11-22T12:00:00.105868Z", "1 day ago"],
    ["2026-11-22T12:00:00+00:00", "2 days ago"],
    ["2026-09-20T12:00:00Z", "2 months ago"],
    ["2023-11-24T12:00:00Z", "3 years ago"],
    ["2026-11-24T12:00:30Z", "in less than a minute"],
    ["2026-12-01T12:00:00Z", "in 7 days"],
  ])("%s is %s", (text, expected) => {
    expect(relativeTime(parseTime(text) as Date, now)).toBe(expected);
  });

  it.each([[null], [""], ["yesterday"]])("%s is no time", (text) => {
    expect(parseTime(text)).toBeNull();
  });

  it("are written without surprises", () => {
    expect(absoluteTime(new Date(2026, 10, 24, 9, 5))).toBe("24 Nov 2026, 09:05");
    expect(formatDay("2026-11-24")).toBe("24 Nov");
    expect(formatDay("no day")).toBe("no day");
  });
});

it("counts are said in words", () => {
  expect(plural(1, "unit")).toBe("1 unit");
  expect(plural(10_000, "unit")).toBe("10,000 units");
  expect(plural(0, "entry", "entries")).toBe("0 entries");
});

it("levels of confidence follow the ranges of the figures", () => {
  expect([0, 0.29, 0.3, 0.59, 0.6, 0.79, 0.8, 1].map(confidenceLevel)).toEqual([
    "low",
    "low",
    "medium",
    "medium",
    "good",
    "good",
    "high",
    "high",
  ]);
});

describe("NoticeBoard", () => {
  it("keeps the newest, and what is dismissed goes", () => {
    const board = new NoticeBoard();
    for (const text of ["1", "2", "3", "4", "5"]) board.add({ tone: "info", text });
    expect(board.snapshot().map(({ text }) => text)).toEqual(["2", "3", "4", "5"]);
    board.dismiss(board.snapshot()[0]?.id ?? 0);
    expect(board.snapshot().map(({ text }) => text)).toEqual(["3", "4", "5"]);
  });
});
