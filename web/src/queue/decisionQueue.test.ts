import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../api/apiError";
import { pendingItem } from "../testing/items";
import { DecisionQueue, type Outcome } from "./decisionQueue";

const GRACE_MS = 5000;

function setUp(send = vi.fn().mockResolvedValue(undefined)) {
  const outcomes: [unitId: string, Outcome][] = [];
  const queue = new DecisionQueue({
    send,
    onChange: () => undefined,
    onOutcome: (decision, outcome) => outcomes.push([decision.item.knowledge_unit.id, outcome]),
  });
  return { queue, send, outcomes };
}

describe("DecisionQueue", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("sends a decision when its time is over, not before", async () => {
    const { queue, send, outcomes } = setUp();
    queue.hold(pendingItem("a"), "approve", GRACE_MS);
    await vi.advanceTimersByTimeAsync(GRACE_MS - 1);
    expect(send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(send.mock.calls).toEqual([["a", "approve", false]]);
    expect(outcomes).toEqual([["a", { kind: "recorded" }]]);
    expect(queue.all).toEqual([]);
  });

  it("takes one decision a unit", () => {
    const { queue } = setUp();
    expect(queue.hold(pendingItem("a"), "approve", GRACE_MS)).toBe(true);
    expect(queue.hold(pendingItem("a"), "reject", GRACE_MS)).toBe(false);
    expect(queue.all.map(({ verdict }) => verdict)).toEqual(["approve"]);
  });

  it("never sends what was undone", async () => {
    const { queue, send } = setUp();
    queue.hold(pendingItem("a"), "approve", GRACE_MS);
    expect(queue.undo()?.item.knowledge_unit.id).toBe("a");
    await vi.runAllTimersAsync();
    expect(send).not.toHaveBeenCalled();
  });

  it("undoes the latest, or the one that is named", () => {
    const { queue } = setUp();
    for (const id of ["a", "b", "c"]) queue.hold(pendingItem(id), "reject", GRACE_MS);
    expect(queue.undo("a")?.item.knowledge_unit.id).toBe("a");
    expect(queue.undo()?.item.knowledge_unit.id).toBe("c");
    expect(queue.undo("c")).toBeNull();
    expect(queue.all).toHaveLength(1);
  });

  it("cannot undo what is on its way", async () => {
    const { queue } = setUp(vi.fn().mockReturnValue(new Promise(() => undefined)));
    queue.hold(pendingItem("a"), "approve", GRACE_MS);
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(queue.all[0]?.phase).toBe("sending");
    expect(queue.undo()).toBeNull();
  });

  it("flushes what is held, once, so that it outlives the page", async () => {
    const { queue, send } = setUp();
    queue.hold(pendingItem("a"), "approve", GRACE_MS);
    queue.hold(pendingItem("b"), "reject", GRACE_MS);
    await Promise.all([queue.flush("page-ends"), queue.flush("page-ends")]);
    await vi.runAllTimersAsync();
    expect(send.mock.calls).toEqual([
      ["a", "approve", true],
      ["b", "reject", true],
    ]);
  });

  it.each([
    [new ApiError(409, "already approved"), { kind: "decided-elsewhere" }],
    [new ApiError(404, "not found"), { kind: "gone" }],
    [new ApiError(0, "unreachable"), { kind: "failed", problem: "unreachable" }],
    [new ApiError(401, "expired"), { kind: "failed", problem: "expired" }],
  ])("tells what became of it: %s", async (error, outcome) => {
    const { queue, outcomes } = setUp(vi.fn().mockRejectedValue(error));
    queue.hold(pendingItem("a"), "approve", GRACE_MS);
    await vi.runAllTimersAsync();
    expect(outcomes).toEqual([["a", outcome]]);
    expect(queue.has("a")).toBe(false);
  });
});
