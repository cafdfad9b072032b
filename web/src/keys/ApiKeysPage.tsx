import { useState } from "react";
import { useApiKeys } from "../api/queries";
import type { ApiKey, CreatedApiKey } from "../api/types";
import { Page } from "../ui/Page";
import { Empty, Failed, Loading } from "../ui/States";
import { countActive, filterKeys, type KeyFilter, MAX_ACTIVE_KEYS } from "./apiKeyView";
import { CreatedKeyDialog } from "./CreatedKeyDialog";
import { KeyCard } from "./KeyCard";
import { NewKeyForm } from "./NewKeyForm";
import { RevokeDialog } from "./RevokeDialog";

const FILTERS: readonly { value: KeyFilter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "active", label: "Active" },
  { value: "ended", label: "Ended" },
];

function KeyList({ keys }: { keys: readonly ApiKey[] }) {
  const [filter, setFilter] = useState<KeyFilter>("all");
  const [text, setText] = useState("");
  const [toRevoke, setToRevoke] = useState<ApiKey | null>(null);
  const shown = filterKeys(keys, filter, text);
  if (keys.length === 0) return <Empty title="You have no API keys yet." />;
  return (
    <>
      <div className="row key-filters">
        <fieldset className="choices">
          <legend className="visually-hidden">Show keys</legend>
          {FILTERS.map(({ value, label }) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="key-filter"
                checked={filter === value}
                onChange={() => setFilter(value)}
              />
              <span>
                {label} {filterKeys(keys, value, "").length}
              </span>
            </label>
          ))}
        </fieldset>
        <input
          type="search"
          aria-label="Search keys by name or label"
          placeholder="Name or label"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {shown.length === 0 && <p className="muted">No key matches.</p>}
      <ul className="keys">
        {shown.map((key) => (
          <KeyCard key={key.id} apiKey={key} onRevoke={() => setToRevoke(key)} />
        ))}
      </ul>
      {toRevoke !== null && <RevokeDialog apiKey={toRevoke} onClose={() => setToRevoke(null)} />}
    </>
  );
}

export default function ApiKeysPage() {
  const { data: keys, error, isError, refetch } = useApiKeys();
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  const active = countActive(keys ?? []);
  return (
    <div className="narrow">
      <Page title="API keys">
        <p className="muted">
          With an API key an agent proposes, confirms and flags units in your name. Whoever has the
          key can do that, so give each agent one of its own.
        </p>
        <section className="card" aria-labelledby="new-key-title">
          <h2 id="new-key-title">New key</h2>
          <NewKeyForm isAtCap={active >= MAX_ACTIVE_KEYS} onCreated={setCreated} />
        </section>
        <section aria-labelledby="keys-title">
          <h2 id="keys-title">
            Your keys{" "}
            <span className="muted">
              {active} of {MAX_ACTIVE_KEYS} active
            </span>
          </h2>
          {keys !== undefined && <KeyList keys={keys} />}
          {keys === undefined && isError && <Failed error={error} onRetry={() => void refetch()} />}
          {keys === undefined && !isError && <Loading what="your keys" />}
        </section>
        {created !== null && <CreatedKeyDialog apiKey={created} onClose={() => setCreated(null)} />}
      </Page>
    </div>
  );
}
