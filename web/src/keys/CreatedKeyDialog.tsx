import { useRef, useState } from "react";
import type { CreatedApiKey } from "../api/types";
import { CopyButton } from "../ui/CopyButton";
import { Dialog } from "../ui/Dialog";
import { SafeText } from "../ui/SafeText";

/** The only time a key is shown. Escape does not close it. */
export function CreatedKeyDialog({ apiKey, onClose }: { apiKey: CreatedApiKey; onClose(): void }) {
  const [isStored, setStored] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog title="Your new API key" onClose={onClose} escapes={false}>
      <p>
        This is the key “<SafeText text={apiKey.name} />
        ”. Copy it now: it is shown this once only.
      </p>
      <div className="row key-token">
        <input
          ref={field}
          readOnly
          aria-label="The key"
          value={apiKey.token}
          onFocus={(event) => event.target.select()}
        />
        <CopyButton text={apiKey.token} label="Copy" onRefused={() => field.current?.focus()} />
      </div>
      <p className="muted">
        Agents use it as <code>CQ_API_KEY</code>.
      </p>
      <label className="check">
        <input
          type="checkbox"
          checked={isStored}
          onChange={(event) => setStored(event.target.checked)}
        />
        I have stored it in a safe place
      </label>
      <div className="dialog-actions">
        <button
          type="button"
          className="button button-primary"
          disabled={!isStored}
          onClick={onClose}
        >
          Done
        </button>
      </div>
    </Dialog>
  );
}
