import type { ReactNode } from "react";
import { messageOf } from "../api/apiError";

/** What a page shows in place of its content. */

export function Loading({ what }: { what: string }) {
  return (
    <p className="state" role="status">
      <span className="spinner" aria-hidden="true" />
      Loading {what}…
    </p>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  return (
    <div className="state" role="alert">
      <p>{messageOf(error)}</p>
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  );
}
