import { beforeEach, describe, expect, it, vi } from "vitest";
import { pendingItem } from "../testing/items";
import { ApiError, describeDetail, parseRetryAfter } from "./apiError";
import { CqApi } from "./cqApi";
import { shouldRetry } from "./queries";

const fetched = vi.fn<typeof fetch>();
const onSessionRefused = vi.fn();

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status, headers }));
}

const api = new CqApi({ readToken: () => "session.token.x", onSessionRefused });
const lastRequest = () => {
  const [url, init] = fetched.mock.lastCall ?? [];
  return { url, ...init, headers: init?.headers as Headers };
};

beforeEach(() => {
  fetched.mockReset();
  onSessionRefused.mockReset();
  vi.stubGlobal("fetch", fetched);
});

describe("requests", () => {
  it("carry the session's token in the header and in nothing else", async () => {
    answer(200, []);
    await api.units({ q: "a b&c", domain: "", offset: 0, limit: 50 });
    const { url, headers, credentials } = lastRequest();
    expect(url).toBe("/api/v1/review/units?q=a+b%26c&offset=0&limit=50");
    expect(headers.get("Authorization")).toBe("Bearer session.token.x");
    expect(credentials).toBe("omit");
  });

  it("sign in without a token", async () => {
    answer(200, { token: "t", username: "alice" });
    await api.login("alice", "secret");
    expect(lastRequest().headers.has("Authorization")).toBe(false);
    expect(lastRequest().body).toBe('{"username":"alice","password":"secret"}');
  });

  it("escape what becomes part of a path", async () => {
    answer(200, {});
    await api.decide("../x?y", "approve", true);
    expect(lastRequest().url).toBe("/api/v1/review/..%2Fx%3Fy/approve");
    expect(lastRequest().keepalive).toBe(true);
  });
});

describe("answers", () => {
  it("of older servers are completed", async () => {
    const item = pendingItem("a");
    const { extensions: _, ...unit } = item.knowledge_unit;
    answer(200, {
      ...item,
      knowledge_unit: { ...unit, flags: [{ reason: "stale", timestamp: "" }] },
    });
    const { knowledge_unit } = await api.unit("a");
    expect(knowledge_unit.extensions).toBeNull();
    expect(knowledge_unit.flags).toEqual([
      { reason: "stale", timestamp: "", detail: null, duplicate_of: null },
    ]);
  });

  it("become errors with the server's words", async () => {
    answer(429, { detail: "Slow down" }, { "Retry-After": "7" });
    await expect(api.stats()).rejects.toMatchObject({
      status: 429,
      message: "Slow down",
      retryAfter: 7,
    });
  });

  it("that are no JSON become errors too", async () => {
    fetched.mockResolvedValueOnce(new Response("<html>", { status: 502 }));
    await expect(api.stats()).rejects.toMatchObject({ message: "The server answered 502" });
    fetched.mockResolvedValueOnce(new Response("<html>", { status: 200 }));
    await expect(api.stats()).rejects.toThrow("The server's answer cannot be read");
  });

  it("that do not come are told from errors of the server", async () => {
    fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));
    await expect(api.stats()).rejects.toMatchObject({ status: 0, isUnreachable: true });
  });

  it("nobody waits for any more stay aborted", async () => {
    fetched.mockRejectedValueOnce(new DOMException("", "AbortError"));
    await expect(api.stats()).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a refused token", () => {
  it("of the session ends it", async () => {
    answer(401, { detail: "Invalid or expired token" });
    await expect(api.stats()).rejects.toBeInstanceOf(ApiError);
    expect(onSessionRefused).toHaveBeenCalledWith("session.token.x");
  });

  it("that is only tried does not", async () => {
    answer(401, { detail: "Invalid or expired token" });
    await expect(api.me("other.token.x")).rejects.toBeInstanceOf(ApiError);
    answer(401, { detail: "Invalid username or password" });
    await expect(api.login("a", "b")).rejects.toBeInstanceOf(ApiError);
    expect(onSessionRefused).not.toHaveBeenCalled();
  });
});

describe("the identity provider", () => {
  it("is known where there is one", async () => {
    answer(200, { authorization_servers: ["https://idp.example"] });
    expect(await api.protectedResource()).toEqual({
      authorization_servers: ["https://idp.example"],
    });
    answer(404, { detail: "Not Found" });
    expect(await api.protectedResource()).toBeNull();
    answer(500, {});
    await expect(api.protectedResource()).rejects.toBeInstanceOf(ApiError);
  });
});

describe("describeDetail", () => {
  it.each([
    [{ detail: "Knowledge unit already approved" }, "Knowledge unit already approved"],
    [
      {
        detail: [
          { loc: ["body", "name"], msg: "too short" },
          { loc: ["body", "labels", 3], msg: "too long" },
        ],
      },
      "name: too short; labels.3: too long",
    ],
    [{ detail: [{}] }, "is not valid"],
    [{ detail: [] }, null],
    [{ detail: " " }, null],
    [{ detail: 7 }, null],
    ["text", null],
    [null, null],
  ])("%j", (body, expected) => {
    expect(describeDetail(body)).toBe(expected);
  });
});

it.each([
  ["7", 7],
  ["Wed, 21 Oct 2026 07:28:00 GMT", null],
  ["-1", null],
  [null, null],
])("Retry-After %s is %s", (header, expected) => {
  expect(parseRetryAfter(header)).toBe(expected);
});

it("only what may succeed later is tried again", () => {
  expect(
    [0, 500, 503, 400, 401, 404, 409, 422, 429].map((status) =>
      shouldRetry(0, new ApiError(status, "")),
    ),
  ).toEqual([true, true, true, false, false, false, false, false, false]);
  expect(shouldRetry(2, new ApiError(503, ""))).toBe(false);
  expect(shouldRetry(0, new TypeError("bug"))).toBe(false);
});
