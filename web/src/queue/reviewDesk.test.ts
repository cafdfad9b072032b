import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/apiError";
import type { ReviewItem, Verdict } from "../api/types";
import { pendingItem, queuePage } from "../testing/items";
import type { Notice } from "../ui/notices";
import { idOf } from "./queueState";
import { ReviewDesk } from "./reviewDesk";

const GRACE_MS = 5000;

/** A server with a queue in memory. */
class FakeServer {
  pending: string[];
  decided = new Map<string, { status: "approved" | "rejected"; by: string }>();
  calls: string[] = [];

  constructor(count: number) {
    this.pending = Array.from({ length: count }, (_, index) => `u${index}`);
  }

  decideAs(username: string, unitId: string, verdict: Verdict): void {
    this.pending = this.pending.filter((id) => id !== unitId);
    this.decided.set(unitId, {
      status: verdict === "approve" ? "approved" : "rejected",
      by: username,
    });
  }

  queue = async (limit: number, offset: number) => {
    this.calls.push(`queue ${limit} ${offset}`);
    const ids = this.pending.slice(offset, offset + limit);
    return { ...queuePage(ids, this.pending.length), limit, offset };
  };

  decide = async (unitId: string, verdict: Verdict) => {
    this.calls.push(`${verdict} ${unitId}`);
    if (!this.pending.includes(unitId)) throw new ApiError(409, "already decided");
    this.decideAs("me", unitId, verdict);
    return { unit_id: unitId, status: "approved" as const, reviewed_by: "me", reviewed_at: "" };
  };

  unit = async (unitId: string): Promise<ReviewItem> => {
    const decision = this.decided.get(unitId);
    if (!decision) throw new ApiError(404, "not found");
    return { ...pendingItem(unitId), status: decision.status, reviewed_by: decision.by };
  };
}

async function openDesk(count: number) {
  const server = new FakeServer(count);
  const notices: Notice[] = [];
  const decided: string[] = [];
  const desk = new ReviewDesk({
    api: server,
    username: "me",
    notify: (notice) => notices.push(notice),
    onDecided: (unitId) => decided.push(unitId),
  });
  desk.setGrace(GRACE_MS);
  await desk.refresh();
  await vi.advanceTimersByTimeAsync(0);
  const shown = () => {
    const { current } = desk.snapshot();
    return current && idOf(current);
  };
  const decide = (verdict: Verdict) => {
    const { current } = desk.snapshot();
    return current !== undefined && desk.decide(current, verdict);
  };
  return { server, desk, notices, decided, shown, decide };
}

describe("ReviewDesk", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("goes on to the next unit at once and sends later", async () => {
    const { server, desk, decided, shown, decide } = await openDesk(3);
    decide("approve");
    expect(shown()).toBe("u1");
    expect(desk.snapshot().remaining).toBe(2);
    expect(server.pending).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(server.pending).toEqual(["u1", "u2"]);
    expect(decided).toEqual(["u0"]);
    expect(desk.snapshot().tally).toEqual({ approve: 1, reject: 0 });
  });

  it("shows an undone unit again", async () => {
    const { server, desk, shown, decide } = await openDesk(3);
    decide("approve");
    decide("reject");
    desk.undo();
    expect(shown()).toBe("u1");
    desk.undo();
    expect(shown()).toBe("u0");
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(server.pending).toHaveLength(3);
  });

  it("names who decided what has left the queue", async () => {
    const { server, desk, notices, decided, shown } = await openDesk(3);
    server.decideAs("bob", "u0", "reject");
    await desk.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toBe("u1");
    expect(notices).toEqual([
      {
        tone: "info",
        summary: "summary of u0",
        text: "was rejected by",
        identity: "bob",
        rest: ", so it has left your queue.",
      },
    ]);
    expect(decided).toEqual(["u0"]);
  });

  it("counts and does not name many that left at once", async () => {
    const { server, desk, notices } = await openDesk(6);
    for (const id of ["u0", "u1", "u2"]) server.decideAs("bob", id, "approve");
    await desk.refresh();
    expect(notices.map(({ text }) => text)).toEqual([
      "3 units were decided by others and have left your queue.",
    ]);
  });

  it("takes a conflict as news, not as an error", async () => {
    const { server, desk, notices, decide } = await openDesk(2);
    decide("approve");
    server.decideAs("bob", "u0", "approve");
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ tone: "info", identity: "bob" });
    expect(desk.snapshot().visible.map(idOf)).toEqual(["u1"]);
    expect(desk.snapshot().tally).toEqual({ approve: 0, reject: 0 });
  });

  it("says nothing of its own decisions while they are on their way", async () => {
    const { server, desk, notices, decide } = await openDesk(2);
    let answer = (): void => undefined;
    server.decide = (unitId, verdict) => {
      server.decideAs("me", unitId, verdict);
      return new Promise((resolve) => {
        answer = () =>
          resolve({ unit_id: unitId, status: "approved", reviewed_by: "me", reviewed_at: "" });
      });
    };
    decide("approve");
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    await desk.refresh();
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(notices).toEqual([]);
    expect(desk.snapshot().remaining).toBe(1);
  });

  it("puts a unit back when its decision could not be sent", async () => {
    const { server, desk, notices, decide } = await openDesk(2);
    server.decide = () => Promise.reject(new ApiError(0, "The server cannot be reached"));
    decide("reject");
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(desk.snapshot().visible.map(idOf)).toEqual(["u0", "u1"]);
    expect(notices[0]).toMatchObject({ tone: "error", summary: "summary of u0" });
  });

  it("loads pages as they come near, and each once", async () => {
    const { server, desk } = await openDesk(250);
    expect(server.calls).toEqual(["queue 100 0"]);
    desk.choose("u80");
    desk.step(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.calls).toEqual(["queue 100 0", "queue 100 100"]);
    await Promise.all([desk.loadMore(), desk.loadMore()]);
    await desk.loadMore();
    expect(server.calls).toHaveLength(3);
    expect(desk.snapshot().visible).toHaveLength(250);
  });

  it("finds the units that moved up while others decided", async () => {
    const { server, desk } = await openDesk(150);
    for (let index = 0; index < 60; index++) server.decideAs("bob", `u${index}`, "approve");
    await desk.loadMore();
    expect(new Set(desk.snapshot().visible.map(idOf))).toContain("u149");
  });

  it("says why there is nothing to show, and recovers", async () => {
    const server = new FakeServer(1);
    const works = server.queue;
    server.queue = () => Promise.reject(new ApiError(503, "overloaded"));
    const desk = new ReviewDesk({
      api: server,
      username: "me",
      notify: () => undefined,
      onDecided: () => undefined,
    });
    await desk.refresh();
    expect(desk.snapshot()).toMatchObject({ phase: "failed", problem: "overloaded" });
    server.queue = works;
    await desk.refresh();
    expect(desk.snapshot()).toMatchObject({ phase: "ready", remaining: 1 });
  });
});
