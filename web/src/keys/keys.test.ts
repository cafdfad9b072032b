import { describe, expect, it } from "vitest";
import type { ApiKey } from "../api/types";
import { countActive, filterKeys, keyState, readLabels } from "./apiKeyView";
import { readTtl } from "./ttl";

const NOW = new Date("2026-11-24T12:00:00Z");

function key(name: string, change: Partial<ApiKey> = {}): ApiKey {
  return {
    id: name,
    name,
    labels: [],
    prefix: "abcdefgh",
    ttl: "90d",
    expires_at: "2027-01-24T12:00:00+00:00",
    created_at: "2026-11-01T12:00:00+00:00",
    last_used_at: null,
    revoked_at: null,
    is_expired: false,
    is_active: true,
    ...change,
  };
}

const expired = key("expired", { is_expired: true, is_active: false });
const revoked = key("revoked", { revoked_at: "2026-11-20T12:00:00+00:00", is_active: false });
const soon = key("soon", { expires_at: "2026-11-25T12:00:00+00:00", labels: ["MCP"] });

it("a key's state", () => {
  expect([key("a"), soon, expired, revoked].map((one) => keyState(one, NOW))).toEqual([
    "active",
    "expires-soon",
    "expired",
    "revoked",
  ]);
});

describe("the list of keys", () => {
  const keys = [key("laptop"), soon, expired, revoked];

  it("is filtered by state", () => {
    expect(filterKeys(keys, "all", "")).toHaveLength(4);
    expect(filterKeys(keys, "active", "").map(({ name }) => name)).toEqual(["laptop", "soon"]);
    expect(filterKeys(keys, "ended", "").map(({ name }) => name)).toEqual(["expired", "revoked"]);
    expect(countActive(keys)).toBe(2);
  });

  it("is searched by name and label, whatever the case", () => {
    expect(filterKeys(keys, "all", " LAP ").map(({ name }) => name)).toEqual(["laptop"]);
    expect(filterKeys(keys, "all", "mcp").map(({ name }) => name)).toEqual(["soon"]);
  });
});

it("labels are read once each, in order", () => {
  expect(readLabels(" b, a,, b ,c ")).toEqual(["b", "a", "c"]);
  expect(readLabels(" , ")).toEqual([]);
});

describe("readTtl", () => {
  it.each([
    ["1s", 1],
    ["15m", 900],
    ["2h", 7200],
    ["365d", 31_536_000],
    [" 90d ", 7_776_000],
    ["8760h", 31_536_000],
  ])("%s", (text, seconds) => {
    expect(readTtl(text)).toEqual({ ok: true, seconds });
  });

  it.each([
    [""],
    ["d"],
    ["90"],
    ["90D"],
    ["1.5h"],
    ["-1d"],
    ["0d"],
    ["366d"],
    ["8761h"],
    ["1d1h"],
    ["9999999999999999d"],
  ])("%s is refused", (text) => {
    expect(readTtl(text).ok).toBe(false);
  });
});
