import type { ReviewItem, ReviewQueue } from "../api/types";

/** A pending unit for tests. */
export function pendingItem(id: string): ReviewItem {
  return {
    knowledge_unit: {
      id,
      version: 1,
      domains: ["testing"],
      insight: { summary: `summary of ${id}`, detail: "detail", action: "action" },
      context: { languages: [], frameworks: [], pattern: "" },
      evidence: { confidence: 0.5, confirmations: 1, first_observed: null, last_confirmed: null },
      tier: "private",
      created_by: "agent",
      superseded_by: null,
      extensions: null,
      flags: [],
    },
    status: "pending",
    reviewed_by: null,
    reviewed_at: null,
  };
}

/** The page of a queue that holds these units. */
export function queuePage(ids: readonly string[], total = ids.length): ReviewQueue {
  return { items: ids.map(pendingItem), total, offset: 0, limit: 100 };
}
