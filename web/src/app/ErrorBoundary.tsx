import { Component, type ReactNode } from "react";
import { messageOf } from "../api/apiError";

interface State {
  error: unknown;
}

/** The last resort when a page cannot be shown, also when a part of it is gone after the server was upgraded. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="state" role="alert">
        <h1>This page cannot be shown</h1>
        <p>{messageOf(this.state.error)}</p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          Load it again
        </button>
      </main>
    );
  }
}
