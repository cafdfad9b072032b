import type { ApiKey } from "../api/types";
import { SafeText } from "../ui/SafeText";
import { Time } from "../ui/Time";
import { type KeyState, keyState } from "./apiKeyView";

const STATE_LABELS: Record<KeyState, string> = {
  active: "Active",
  "expires-soon": "Expires soon",
  expired: "Expired",
  revoked: "Revoked",
};

export function KeyCard({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke(): void }) {
  const state = keyState(apiKey, new Date());
  return (
    <li className={`card key key-${state}`}>
      <div className="key-head">
        <h3>
          <SafeText text={apiKey.name} />
        </h3>
        <code>{apiKey.prefix}…</code>
        <span className={`badge key-badge-${state}`}>{STATE_LABELS[state]}</span>
      </div>
      {apiKey.labels.length > 0 && (
        <ul className="chips" aria-label="Labels">
          {apiKey.labels.map((label) => (
            <li key={label} className="chip">
              <SafeText text={label} />
            </li>
          ))}
        </ul>
      )}
      <dl className="facts key-facts">
        <div>
          <dt>Created</dt>
          <dd>
            <Time at={apiKey.created_at} />
          </dd>
        </div>
        <div>
          <dt>Last used</dt>
          <dd>
            <Time at={apiKey.last_used_at} fallback="never" />
          </dd>
        </div>
        <div>
          <dt>
            {apiKey.revoked_at !== null ? "Revoked" : apiKey.is_expired ? "Expired" : "Expires"}
          </dt>
          <dd>
            <Time at={apiKey.revoked_at ?? apiKey.expires_at} />
          </dd>
        </div>
        <div>
          <dt>Lifetime</dt>
          <dd>{apiKey.ttl}</dd>
        </div>
      </dl>
      {apiKey.is_active && (
        <button type="button" className="button button-small key-revoke" onClick={onRevoke}>
          Revoke<span className="visually-hidden"> {apiKey.name}</span>
        </button>
      )}
    </li>
  );
}
