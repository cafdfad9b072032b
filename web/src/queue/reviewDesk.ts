import { messageOf } from "../api/apiError";
import type { CqApi } from "../api/cqApi";
import type { ReviewItem, ReviewQueue, Verdict } from "../api/types";
import type { Notice } from "../ui/notices";
import { DecisionQueue, type HeldDecision, type Outcome } from "./decisionQueue";
import {
  addPage,
  choose,
  currentItem,
  EMPTY_QUEUE,
  idOf,
  isComplete,
  neighbour,
  nextAfter,
  type QueueState,
  reconcile,
  resumeSkipped,
  settle,
  skip,
  visibleItems,
} from "./queueState";

export interface DeskView {
  phase: "loading" | "ready" | "failed";
  problem: string | null;
  /** Loaded and not yet decided, in the server's order. */
  visible: readonly ReviewItem[];
  current: ReviewItem | undefined;
  skipped: ReadonlySet<string>;
  /** Units left to decide, loaded or not. */
  remaining: number;
  held: readonly HeldDecision[];
  /** What this reviewer has decided since signing in. */
  tally: Record<Verdict, number>;
}

interface Options {
  api: Pick<CqApi, "queue" | "decide" | "unit">;
  username: string;
  notify(notice: Notice): void;
  /** The server has recorded a decision, of this reviewer or of another. */
  onDecided(unitId: string): void;
}

const PAGE_SIZE = 100;
/** For reading all of the queue at once, which is rare. */
const WHOLE_PAGE_SIZE = 500;
/** So many units ahead are kept loaded. */
const LOOK_AHEAD = 30;
/** When more than this many vanish at once, they are counted and not named. */
const NAMED_AT_ONCE = 2;

/** One reviewer's work on the queue: what is loaded, what is looked at, what is decided. Shared by all pages. */
export class ReviewDesk {
  private readonly options: Options;
  private readonly decisions: DecisionQueue;
  private readonly listeners = new Set<() => void>();
  private queue: QueueState = EMPTY_QUEUE;
  private phase: DeskView["phase"] = "loading";
  private problem: string | null = null;
  private tally: Record<Verdict, number> = { approve: 0, reject: 0 };
  private loading: Promise<void> | null = null;
  private refreshing: Promise<void> | null = null;
  private view: DeskView | null = null;
  private graceMs = 5000;

  constructor(options: Options) {
    this.options = options;
    this.decisions = new DecisionQueue({
      send: (unitId, verdict, keepalive) => options.api.decide(unitId, verdict, keepalive),
      onChange: () => this.changed(),
      onOutcome: (decision, outcome) => this.settleDecision(decision, outcome),
    });
  }

  /** For how long decisions from now on can be undone. */
  setGrace(graceMs: number): void {
    this.graceMs = graceMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): DeskView => {
    this.view ??= this.makeView();
    return this.view;
  };

  /** Reads the queue's beginning: the first time, and to notice what others did. */
  refresh(): Promise<void> {
    // One at a time: an answer that is overtaken would take away what a newer one has brought.
    this.refreshing ??= this.readBeginning().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** Loads the next page, if there is one. */
  loadMore(): Promise<void> {
    if (this.loading === null && this.phase === "ready" && !isComplete(this.queue)) {
      this.loading = this.readNextPage().finally(() => {
        this.loading = null;
      });
    }
    return this.loading ?? Promise.resolve();
  }

  /** False when the unit is being decided already. */
  decide(item: ReviewItem, verdict: Verdict): boolean {
    const next = this.nextAfterLeaving(item);
    if (!this.decisions.hold(item, verdict, this.graceMs)) return false;
    this.setQueue(choose(this.queue, next));
    this.keepAhead();
    return true;
  }

  /** Takes back a decision and shows its unit again. */
  undo(unitId?: string): HeldDecision | null {
    const undone = this.decisions.undo(unitId);
    if (undone) this.setQueue(choose(this.queue, idOf(undone.item)));
    return undone;
  }

  skip(item: ReviewItem): void {
    const next = this.nextAfterLeaving(item);
    this.setQueue(choose(skip(this.queue, idOf(item)), next));
    this.keepAhead();
  }

  resumeSkipped(): void {
    this.setQueue(resumeSkipped(this.queue));
  }

  choose(unitId: string): void {
    this.setQueue(choose(this.queue, unitId));
  }

  step(steps: 1 | -1): void {
    const { visible, current } = this.snapshot();
    const unitId = current ? neighbour(visible, idOf(current), steps) : null;
    if (unitId !== null) this.choose(unitId);
    this.keepAhead();
  }

  flush(pageEnds: "page-ends" | "page-stays"): Promise<void> {
    return this.decisions.flush(pageEnds);
  }

  private nextAfterLeaving(item: ReviewItem): string | null {
    const { visible, current } = this.snapshot();
    // A decision made on another page leaves the card that is shown in its place.
    if (current && idOf(current) !== idOf(item)) return idOf(current);
    return nextAfter(this.queue, visible, idOf(item));
  }

  private async readBeginning(): Promise<void> {
    if (this.phase === "failed") this.setPhase("loading", null);
    try {
      const page = await this.options.api.queue(PAGE_SIZE, 0);
      if (this.phase === "loading") {
        this.queue = addPage(this.queue, page);
        this.setPhase("ready", null);
      } else {
        this.catchUp(page);
      }
      this.keepAhead();
    } catch (error) {
      if (this.phase !== "ready") this.setPhase("failed", messageOf(error));
    }
  }

  private async readNextPage(): Promise<void> {
    try {
      const loaded = this.queue.items.length;
      const page = await this.options.api.queue(PAGE_SIZE, loaded);
      this.setQueue(addPage(this.queue, page));
      // Others decided units that are loaded here, so what is missing has moved up, past the offset.
      if (this.queue.items.length === loaded) await this.readWholeQueue();
    } catch (error) {
      this.options.notify({
        tone: "error",
        text: `The queue could not be read: ${messageOf(error)}`,
      });
    }
  }

  private async readWholeQueue(): Promise<void> {
    for (let offset = 0; offset < this.queue.total; offset += WHOLE_PAGE_SIZE) {
      this.setQueue(addPage(this.queue, await this.options.api.queue(WHOLE_PAGE_SIZE, offset)));
    }
  }

  /** Takes over what a page from the beginning says, and tells what others did. */
  private catchUp(page: ReviewQueue): void {
    const { state, missing } = reconcile(this.queue, page);
    this.setQueue(state);
    // A decision on its way is answered for itself.
    this.explainMissing(missing.filter((item) => !this.decisions.has(idOf(item))));
  }

  private keepAhead(): void {
    const { visible, current } = this.snapshot();
    const position = current ? visible.indexOf(current) : visible.length;
    if (visible.length - position < LOOK_AHEAD) void this.loadMore();
  }

  private settleDecision({ item, verdict }: HeldDecision, outcome: Outcome): void {
    const unitId = idOf(item);
    const { summary } = item.knowledge_unit.insight;
    switch (outcome.kind) {
      case "recorded":
        this.tally = { ...this.tally, [verdict]: this.tally[verdict] + 1 };
        this.setQueue(settle(this.queue, [unitId]));
        this.options.onDecided(unitId);
        break;
      case "decided-elsewhere":
      case "gone":
        this.setQueue(settle(this.queue, [unitId]));
        void this.explainOne(item, `so your decision to ${verdict} it was not recorded`);
        break;
      case "failed":
        this.options.notify({
          tone: "error",
          summary,
          text: `was not ${verdict === "approve" ? "approved" : "rejected"}: ${outcome.problem}. It is back in the queue.`,
        });
        this.changed();
        break;
    }
  }

  private explainMissing(items: readonly ReviewItem[]): void {
    if (items.length > NAMED_AT_ONCE) {
      this.options.notify({
        tone: "info",
        text: `${items.length} units were decided by others and have left your queue.`,
      });
      for (const item of items) this.options.onDecided(idOf(item));
      return;
    }
    for (const item of items) void this.explainOne(item, "so it has left your queue");
  }

  /** Says who has decided a unit that is no longer pending. */
  private async explainOne(item: ReviewItem, consequence: string): Promise<void> {
    const unitId = idOf(item);
    const { summary } = item.knowledge_unit.insight;
    const decided = await this.options.api.unit(unitId).catch(() => null);
    this.options.onDecided(unitId);
    if (decided === null || decided.status === "pending") {
      this.options.notify({
        tone: "info",
        summary,
        text: `is no longer in the queue, ${consequence}.`,
      });
      return;
    }
    const isOwn = decided.reviewed_by === this.options.username;
    this.options.notify({
      tone: "info",
      summary,
      text: isOwn
        ? `was ${decided.status} by you elsewhere, ${consequence}.`
        : `was ${decided.status} by`,
      ...(isOwn || decided.reviewed_by === null
        ? {}
        : { identity: decided.reviewed_by, rest: `, ${consequence}.` }),
    });
  }

  private makeView(): DeskView {
    const held = this.decisions.all;
    const heldIds = new Set(held.map(({ item }) => idOf(item)));
    const visible = visibleItems(this.queue, (unitId) => heldIds.has(unitId));
    const heldOfQueue = this.queue.items.length - visible.length;
    return {
      phase: this.phase,
      problem: this.problem,
      visible,
      current: currentItem(this.queue, visible),
      skipped: this.queue.skipped,
      remaining: Math.max(visible.length, this.queue.total - heldOfQueue),
      held,
      tally: this.tally,
    };
  }

  private setQueue(queue: QueueState): void {
    this.queue = queue;
    this.changed();
  }

  private setPhase(phase: DeskView["phase"], problem: string | null): void {
    this.phase = phase;
    this.problem = problem;
    this.changed();
  }

  private changed(): void {
    this.view = null;
    for (const listener of this.listeners) listener();
  }
}
