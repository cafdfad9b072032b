/** What the API answers; the names are those of the cq schema. */

export type UnitStatus = "pending" | "approved" | "rejected";
export type Verdict = "approve" | "reject";

export interface Flag {
  reason: string;
  timestamp: string;
  detail: string | null;
  duplicate_of: string | null;
}

export interface KnowledgeUnit {
  id: string;
  version: number;
  domains: string[];
  insight: { summary: string; detail: string; action: string };
  context: { languages: string[]; frameworks: string[]; pattern: string };
  evidence: {
    confidence: number;
    confirmations: number;
    first_observed: string | null;
    last_confirmed: string | null;
  };
  tier: string;
  created_by: string;
  superseded_by: string | null;
  extensions: Record<string, unknown> | null;
  flags: Flag[];
}

export interface ReviewItem {
  knowledge_unit: KnowledgeUnit;
  status: UnitStatus;
  reviewed_by: string | null;
  reviewed_at: string | null;
}

export interface ReviewQueue {
  items: ReviewItem[];
  total: number;
  offset: number;
  limit: number;
}

export interface ReviewDecision {
  unit_id: string;
  status: UnitStatus;
  reviewed_by: string;
  reviewed_at: string;
}

export interface ActivityEvent {
  type: "proposed" | "approved" | "rejected";
  unit_id: string;
  summary: string;
  reviewed_by?: string | null;
  timestamp: string;
}

export interface DailyCount {
  date: string;
  proposed: number;
  approved: number;
  rejected: number;
}

export interface ReviewStats {
  counts: Record<UnitStatus, number>;
  domains: Record<string, number>;
  confidence_distribution: Record<string, number>;
  recent_activity: ActivityEvent[];
  trends: { daily: DailyCount[] };
}

export interface UnitQuery {
  q?: string;
  domain?: string;
  status?: string;
  author?: string;
  confidence_min?: number;
  confidence_max?: number;
  offset?: number;
  limit?: number;
}

export interface ApiKey {
  id: string;
  name: string;
  labels: string[];
  prefix: string;
  ttl: string;
  expires_at: string;
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
  is_expired: boolean;
  is_active: boolean;
}

export interface CreatedApiKey extends ApiKey {
  token: string;
}

export interface NewApiKey {
  name: string;
  ttl: string;
  labels: string[];
}

/** RFC 9728, as far as the sign-in page reads it. */
export interface ProtectedResource {
  authorization_servers?: string[];
}
