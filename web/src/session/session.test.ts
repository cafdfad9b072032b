import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/apiError";
import { readPastedToken } from "./accessToken";
import {
  clearCredential,
  clearSession,
  loadSession,
  saveSession,
  watchOtherTabs,
} from "./sessionStore";
import { signInProblem } from "./signInProblem";

describe("the stored session", () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it("of a password is for all tabs, an access token for its own", () => {
    saveSession({ credential: "session", token: "s" });
    expect([localStorage.length, sessionStorage.length]).toEqual([1, 0]);
    saveSession({ credential: "access-token", token: "t" });
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 1]);
    expect(loadSession()).toEqual({ credential: "access-token", token: "t" });
  });

  it("is gone after clearing", () => {
    saveSession({ credential: "session", token: "s" });
    clearSession();
    expect(loadSession()).toBeNull();
  });

  it("of other tabs survives the end of an access token", () => {
    saveSession({ credential: "access-token", token: "t" });
    localStorage.setItem("cq-session", "s");
    clearCredential("access-token");
    expect(loadSession()).toEqual({ credential: "session", token: "s" });
  });

  it("does without storage where it is blocked", () => {
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new DOMException("", "SecurityError");
    });
    expect(loadSession()).toBeNull();
  });

  it("is watched for changes in other tabs", () => {
    const listener = vi.fn();
    const stop = watchOtherTabs(listener);
    window.dispatchEvent(new StorageEvent("storage", { key: "cq-theme" }));
    expect(listener).not.toHaveBeenCalled();
    window.dispatchEvent(new StorageEvent("storage", { key: "cq-session" }));
    window.dispatchEvent(new StorageEvent("storage", { key: null }));
    expect(listener).toHaveBeenCalledTimes(2);
    stop();
    window.dispatchEvent(new StorageEvent("storage", { key: null }));
    expect(listener).toHaveBeenCalledTimes(2);
  });
});

describe("readPastedToken", () => {
  it.each([
    ["a.b.c", "a.b.c"],
    ["  a.b.c\n", "a.b.c"],
    ["Bearer a.b.c", "a.b.c"],
    ["authorization: bearer a.b.c", "a.b.c"],
    ["aaa\n  .b.c", "aaa.b.c"],
  ])("%j is taken", (pasted, token) => {
    expect(readPastedToken(pasted)).toEqual({ ok: true, token });
  });

  it.each([
    [""],
    ["  "],
    ["cqa.v1.x.y"],
    ["a.b"],
    ["a.b.c.d.e"],
    ["a b.c.d"],
    ["ä.b.c"],
    [`${"a".repeat(16_384)}.b.c`],
  ])("%.20j is not", (pasted) => {
    expect(readPastedToken(pasted).ok).toBe(false);
  });
});

it.each([
  [new ApiError(401, "x"), "refused"],
  [new ApiError(429, "x", 1), "Too many attempts. Try again in 1 second."],
  [new ApiError(429, "x"), "Too many attempts. Try again later."],
  [
    new ApiError(503, "x", 30),
    "The server cannot check this at the moment. Try again in 30 seconds.",
  ],
  [new ApiError(403, "Name taken"), "Name taken"],
  [new ApiError(0, "The server cannot be reached"), "The server cannot be reached"],
  [new Error("bug"), "bug"],
])("%s is told as %s", (error, expected) => {
  expect(signInProblem(error, "refused")).toBe(expected);
});
