import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { messageOf } from "../api/apiError";
import { KEYS } from "../api/queries";
import type { CreatedApiKey, NewApiKey } from "../api/types";
import { useApi } from "../session/SessionProvider";
import { absoluteTime } from "../ui/format";
import { SafeText } from "../ui/SafeText";
import { MAX_ACTIVE_KEYS, readLabels } from "./apiKeyView";
import { readTtl } from "./ttl";

const LIFETIMES = [
  { ttl: "7d", label: "7 days" },
  { ttl: "30d", label: "30 days" },
  { ttl: "90d", label: "90 days" },
  { ttl: "365d", label: "1 year" },
];
const DEFAULT_TTL = "90d";
const MAX_NAME = 64;
const MAX_LABELS = 16;

interface Props {
  isAtCap: boolean;
  onCreated(key: CreatedApiKey): void;
}

export function NewKeyForm({ isAtCap, onCreated }: Props) {
  const api = useApi();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [choice, setChoice] = useState(DEFAULT_TTL);
  const [otherTtl, setOtherTtl] = useState("12h");
  const [labelText, setLabelText] = useState("");
  const otherTtlField = useRef<HTMLInputElement>(null);
  const id = useId();

  const create = useMutation({
    mutationFn: (key: NewApiKey) => api.createApiKey(key),
    onSuccess: (key) => {
      onCreated(key);
      setName("");
      setChoice(DEFAULT_TTL);
      setLabelText("");
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: [KEYS.apiKeys] }),
  });

  const ttl = choice === "other" ? otherTtl.trim() : choice;
  const check = readTtl(ttl);
  const labels = readLabels(labelText);
  const hasTooManyLabels = labels.length > MAX_LABELS;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!check.ok) return otherTtlField.current?.focus();
    if (hasTooManyLabels || name.trim() === "" || create.isPending) return;
    create.mutate({ name: name.trim(), ttl, labels });
  };

  return (
    <form className="form key-form" method="post" onSubmit={submit}>
      <label className="field">
        <span>Name</span>
        <input
          value={name}
          maxLength={MAX_NAME}
          placeholder="Where it will be used, such as laptop-agent"
          required
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <fieldset className="field choices">
        <legend>Lasts for</legend>
        {[...LIFETIMES, { ttl: "other", label: "Other" }].map((lifetime) => (
          <label key={lifetime.ttl} className="choice">
            <input
              type="radio"
              name="lifetime"
              value={lifetime.ttl}
              checked={choice === lifetime.ttl}
              onChange={() => setChoice(lifetime.ttl)}
            />
            <span>{lifetime.label}</span>
          </label>
        ))}
        {choice === "other" && (
          <input
            ref={otherTtlField}
            className="key-ttl"
            aria-label="Lifetime"
            aria-invalid={!check.ok}
            aria-describedby={`${id}-ttl`}
            value={otherTtl}
            maxLength={16}
            onChange={(event) => setOtherTtl(event.target.value)}
          />
        )}
        <p id={`${id}-ttl`} className={check.ok ? "field-hint" : "field-problem"}>
          {check.ok
            ? `Until ${absoluteTime(new Date(Date.now() + check.seconds * 1000))}`
            : check.problem}
        </p>
      </fieldset>
      <label className="field">
        <span>Labels, separated by commas</span>
        <input
          value={labelText}
          autoComplete="off"
          aria-describedby={`${id}-labels`}
          aria-invalid={hasTooManyLabels}
          onChange={(event) => setLabelText(event.target.value)}
        />
      </label>
      <div id={`${id}-labels`} className={hasTooManyLabels ? "field-problem" : "field-hint"}>
        {hasTooManyLabels && `${MAX_LABELS} labels at most.`}
        {!hasTooManyLabels && labels.length > 0 && (
          <span className="chips">
            {labels.map((label) => (
              <span key={label} className="chip">
                <SafeText text={label} />
              </span>
            ))}
          </span>
        )}
      </div>
      {create.isError && (
        <p className="field-problem" role="alert">
          {messageOf(create.error)}
        </p>
      )}
      {isAtCap && (
        <p className="field-problem">
          You have {MAX_ACTIVE_KEYS} active keys, which is the most. Revoke one to create another.
        </p>
      )}
      <div>
        <button
          type="submit"
          className="button button-primary"
          disabled={isAtCap || create.isPending || name.trim() === ""}
        >
          {create.isPending ? "Creating…" : "Create key"}
        </button>
      </div>
    </form>
  );
}
