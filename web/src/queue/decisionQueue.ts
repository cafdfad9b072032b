import { ApiError, messageOf } from "../api/apiError";
import type { ReviewItem, Verdict } from "../api/types";

export interface HeldDecision {
  item: ReviewItem;
  verdict: Verdict;
  phase: "held" | "sending";
  /** When it was held and when it is sent, in milliseconds since the epoch. */
  heldAt: number;
  sendAt: number;
}

export type Outcome =
  | { kind: "recorded" }
  /** Someone else was first. */
  | { kind: "decided-elsewhere" }
  | { kind: "gone" }
  | { kind: "failed"; problem: string };

interface Options {
  send(unitId: string, verdict: Verdict, keepalive: boolean): Promise<unknown>;
  onChange(): void;
  onOutcome(decision: HeldDecision, outcome: Outcome): void;
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof ApiError && error.status === 409) return { kind: "decided-elsewhere" };
  if (error instanceof ApiError && error.status === 404) return { kind: "gone" };
  return { kind: "failed", problem: messageOf(error) };
}

/**
 * Decisions that wait for a few seconds before they are sent, so that they can be undone: the server has no way to take
 * one back. One decision a unit.
 */
export class DecisionQueue {
  private readonly options: Options;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private decisions: readonly HeldDecision[] = [];

  constructor(options: Options) {
    this.options = options;
  }

  /** Oldest first. A new array after each change. */
  get all(): readonly HeldDecision[] {
    return this.decisions;
  }

  has(unitId: string): boolean {
    return this.decisions.some((decision) => decision.item.knowledge_unit.id === unitId);
  }

  /** False when the unit has a decision already. */
  hold(item: ReviewItem, verdict: Verdict, graceMs: number): boolean {
    const unitId = item.knowledge_unit.id;
    if (this.has(unitId)) return false;
    const heldAt = Date.now();
    this.timers.set(
      unitId,
      setTimeout(() => void this.send(unitId, false), graceMs),
    );
    this.replace([
      ...this.decisions,
      { item, verdict, phase: "held", heldAt, sendAt: heldAt + graceMs },
    ]);
    return true;
  }

  /** Takes back the decision on this unit, or the latest; null when there is none that can be. */
  undo(unitId?: string): HeldDecision | null {
    const decision = this.decisions.findLast(
      ({ item, phase }) =>
        phase === "held" && (unitId === undefined || item.knowledge_unit.id === unitId),
    );
    if (!decision) return null;
    this.drop(decision.item.knowledge_unit.id);
    return decision;
  }

  /** Sends everything that is held; resolves when all is answered. */
  async flush(pageEnds: "page-ends" | "page-stays"): Promise<void> {
    const held = this.decisions.filter(({ phase }) => phase === "held");
    await Promise.all(
      held.map(({ item }) => this.send(item.knowledge_unit.id, pageEnds === "page-ends")),
    );
  }

  private async send(unitId: string, keepalive: boolean): Promise<void> {
    const held = this.decisions.find(({ item }) => item.knowledge_unit.id === unitId);
    if (!held || held.phase === "sending") return;
    this.clearTimer(unitId);
    const decision: HeldDecision = { ...held, phase: "sending" };
    this.replace(this.decisions.map((other) => (other === held ? decision : other)));
    const outcome = await this.options
      .send(unitId, held.verdict, keepalive)
      .then((): Outcome => ({ kind: "recorded" }), outcomeOf);
    this.drop(unitId);
    this.options.onOutcome(decision, outcome);
  }

  private drop(unitId: string): void {
    this.clearTimer(unitId);
    this.replace(this.decisions.filter(({ item }) => item.knowledge_unit.id !== unitId));
  }

  private clearTimer(unitId: string): void {
    clearTimeout(this.timers.get(unitId));
    this.timers.delete(unitId);
  }

  private replace(decisions: readonly HeldDecision[]): void {
    this.decisions = decisions;
    this.options.onChange();
  }
}
