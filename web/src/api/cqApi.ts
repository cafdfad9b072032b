import { ApiError, readError } from "./apiError";
import type {
  ApiKey,
  CreatedApiKey,
  KnowledgeUnit,
  NewApiKey,
  ProtectedResource,
  ReviewDecision,
  ReviewItem,
  ReviewQueue,
  ReviewStats,
  UnitQuery,
  Verdict,
} from "./types";

interface CallOptions {
  method?: "GET" | "POST";
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
  /** The bearer token to use in place of the session's; null for none. */
  token?: string | null;
}

interface Wiring {
  readToken(): string | null;
  /** The server no longer takes the session's token. */
  onSessionRefused(refusedToken: string): void;
}

const PREFIX = "/api/v1";

function queryText(query: UnitQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") parameters.set(name, String(value));
  }
  return parameters.toString();
}

/** Fills in what rows written by older servers leave out. */
function completeUnit(unit: KnowledgeUnit): KnowledgeUnit {
  return {
    ...unit,
    created_by: unit.created_by ?? "",
    extensions: unit.extensions ?? null,
    flags: (unit.flags ?? []).map((flag) => ({
      ...flag,
      detail: flag.detail ?? null,
      duplicate_of: flag.duplicate_of ?? null,
    })),
  };
}

function completeItem(item: ReviewItem): ReviewItem {
  return { ...item, knowledge_unit: completeUnit(item.knowledge_unit) };
}

/** The HTTP API of cq-server. Every method throws ApiError. */
export class CqApi {
  private readonly wiring: Wiring;

  constructor(wiring: Wiring) {
    this.wiring = wiring;
  }

  login(username: string, password: string): Promise<{ token: string; username: string }> {
    const body = { username, password };
    return this.call("/auth/login", { method: "POST", body, token: null });
  }

  me(token: string): Promise<{ username: string }> {
    return this.call("/users/me", { token });
  }

  async queue(limit: number, offset: number, signal?: AbortSignal): Promise<ReviewQueue> {
    const page = await this.call<ReviewQueue>(`/review/queue?limit=${limit}&offset=${offset}`, {
      signal,
    });
    return { ...page, items: page.items.map(completeItem) };
  }

  stats(signal?: AbortSignal): Promise<ReviewStats> {
    return this.call("/review/stats", { signal });
  }

  async units(query: UnitQuery, signal?: AbortSignal): Promise<ReviewItem[]> {
    const items = await this.call<ReviewItem[]>(`/review/units?${queryText(query)}`, { signal });
    return items.map(completeItem);
  }

  async unit(unitId: string, signal?: AbortSignal): Promise<ReviewItem> {
    return completeItem(await this.call(`/review/${encodeURIComponent(unitId)}`, { signal }));
  }

  decide(unitId: string, verdict: Verdict, keepalive = false): Promise<ReviewDecision> {
    const path = `/review/${encodeURIComponent(unitId)}/${verdict}`;
    return this.call(path, { method: "POST", keepalive });
  }

  async apiKeys(signal?: AbortSignal): Promise<ApiKey[]> {
    return (await this.call<{ data: ApiKey[] }>("/users/me/api-keys", { signal })).data;
  }

  createApiKey(key: NewApiKey): Promise<CreatedApiKey> {
    return this.call("/users/me/api-keys", { method: "POST", body: key });
  }

  async revokeApiKey(keyId: string): Promise<void> {
    await this.call(`/users/me/api-keys/${encodeURIComponent(keyId)}/revoke`, { method: "POST" });
  }

  /** null where the server takes no access tokens of an identity provider. */
  async protectedResource(signal?: AbortSignal): Promise<ProtectedResource | null> {
    try {
      return await this.send("/.well-known/oauth-protected-resource", { token: null, signal });
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  private call<T>(path: string, options: CallOptions): Promise<T> {
    return this.send(PREFIX + path, options);
  }

  private async send<T>(url: string, options: CallOptions): Promise<T> {
    const token = options.token === undefined ? this.wiring.readToken() : options.token;
    const headers = new Headers({ Accept: "application/json" });
    if (token !== null) headers.set("Authorization", `Bearer ${token}`);
    const init: RequestInit = {
      method: options.method ?? "GET",
      headers,
      // The bearer token is the only credential; no cookie ever goes along.
      credentials: "omit",
      cache: "no-store",
      keepalive: options.keepalive ?? false,
    };
    if (options.signal) init.signal = options.signal;
    if (options.body !== undefined) {
      headers.set("Content-Type", "application/json");
      init.body = JSON.stringify(options.body);
    }
    const response = await fetch(url, init).catch((cause: unknown) => {
      if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
      throw new ApiError(0, "The server cannot be reached");
    });
    if (!response.ok) {
      const error = await readError(response);
      if (error.status === 401 && token !== null && options.token === undefined) {
        this.wiring.onSessionRefused(token);
      }
      throw error;
    }
    return response.json().catch(() => {
      throw new ApiError(response.status, "The server's answer cannot be read");
    });
  }
}
