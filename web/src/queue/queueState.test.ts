import { describe, expect, it } from "vitest";
import { queuePage } from "../testing/items";
import {
  addPage,
  choose,
  currentItem,
  EMPTY_QUEUE,
  idOf,
  neighbour,
  nextAfter,
  type QueueState,
  reconcile,
  resumeSkipped,
  settle,
  skip,
  visibleItems,
} from "./queueState";

const nothingHeld = () => false;
const loaded = (ids: readonly string[], total = ids.length) =>
  addPage(EMPTY_QUEUE, queuePage(ids, total));
const ids = (state: QueueState) => state.items.map(idOf);
const current = (state: QueueState, isHeld: (id: string) => boolean = nothingHeld) => {
  const item = currentItem(state, visibleItems(state, isHeld));
  return item && idOf(item);
};

describe("pages", () => {
  it("are appended, each unit once", () => {
    const state = addPage(loaded(["a", "b"], 4), queuePage(["b", "c"], 4));
    expect(ids(state)).toEqual(["a", "b", "c"]);
    expect(state.total).toBe(4);
  });

  it("do not bring back what is settled", () => {
    const state = addPage(settle(loaded(["a", "b"]), ["a"]), queuePage(["a", "b", "c"]));
    expect(ids(state)).toEqual(["b", "c"]);
  });
});

describe("reconcile", () => {
  it("finds what others decided before the page's end", () => {
    const { state, missing } = reconcile(
      loaded(["a", "b", "c", "d"], 10),
      queuePage(["a", "c"], 8),
    );
    expect(missing.map(idOf)).toEqual(["b"]);
    expect(ids(state)).toEqual(["a", "c", "d"]);
    expect(state.total).toBe(8);
  });

  it("takes nothing away behind the page", () => {
    const { missing } = reconcile(loaded(["a", "b", "c"], 10), queuePage(["a"], 10));
    expect(missing).toEqual([]);
  });

  it("takes everything away when the queue is empty", () => {
    const { state, missing } = reconcile(loaded(["a", "b"]), queuePage([], 0));
    expect(missing.map(idOf)).toEqual(["a", "b"]);
    expect(state.total).toBe(0);
  });

  it("adds new units when the whole queue is known", () => {
    const { state } = reconcile(loaded(["a"]), queuePage(["a", "b"]));
    expect(ids(state)).toEqual(["a", "b"]);
  });

  it("leaves new units to the pages between when it is not", () => {
    const { state } = reconcile(loaded(["a"], 500), queuePage(["a", "b"], 501));
    expect(ids(state)).toEqual(["a"]);
    expect(state.total).toBe(501);
  });
});

describe("the current unit", () => {
  it("is the first that is neither held nor skipped", () => {
    const state = skip(loaded(["a", "b", "c"]), "b");
    expect(current(state)).toBe("a");
    expect(current(state, (id) => id === "a")).toBe("c");
  });

  it("is the chosen one, also when it was skipped", () => {
    expect(current(choose(skip(loaded(["a", "b"]), "b"), "b"))).toBe("b");
  });

  it("is none when all are skipped, until they are resumed", () => {
    const state = skip(skip(loaded(["a", "b"]), "a"), "b");
    expect(current(state)).toBeUndefined();
    expect(current(resumeSkipped(state))).toBe("a");
  });

  it("is followed by the next in order, not by the first", () => {
    const state = skip(loaded(["a", "b", "c", "d"]), "c");
    const visible = visibleItems(state, nothingHeld);
    expect(nextAfter(state, visible, "b")).toBe("d");
    expect(nextAfter(state, visible, "d")).toBeNull();
  });
});

it("neighbours stop at both ends", () => {
  const visible = visibleItems(loaded(["a", "b"]), nothingHeld);
  expect(neighbour(visible, "a", 1)).toBe("b");
  expect(neighbour(visible, "b", 1)).toBeNull();
  expect(neighbour(visible, "a", -1)).toBeNull();
});

it("settling lowers the total by what was there", () => {
  expect(settle(loaded(["a", "b"], 9), ["a", "unknown"]).total).toBe(8);
});
