import type { MouseEvent, Ref } from "react";
import { ApproveIcon, RejectIcon, SkipIcon } from "../ui/icons";

export type ReviewAction = "approve" | "reject" | "skip";

interface Props {
  onAction(action: ReviewAction): void;
  approveRef: Ref<HTMLButtonElement>;
  rejectRef: Ref<HTMLButtonElement>;
  shortcuts: "on" | "off";
}

export function ReviewActions({ onAction, approveRef, rejectRef, shortcuts }: Props) {
  // The second click of a double click would fall on the next unit.
  const act = (action: ReviewAction) => (event: MouseEvent) => {
    if (event.detail < 2) onAction(action);
  };
  const keyOf = (key: string) =>
    shortcuts === "on" ? (
      <span aria-hidden="true">
        <kbd>{key}</kbd>
      </span>
    ) : null;
  const shortcut = (key: string) => (shortcuts === "on" ? key : undefined);
  return (
    <fieldset className="review-actions">
      <legend className="visually-hidden">Decide on this unit</legend>
      <button
        ref={rejectRef}
        type="button"
        className="button button-reject"
        aria-keyshortcuts={shortcut("R")}
        onClick={act("reject")}
      >
        <RejectIcon />
        Reject
        {keyOf("R")}
      </button>
      <button
        type="button"
        className="button"
        aria-keyshortcuts={shortcut("S")}
        onClick={act("skip")}
      >
        <SkipIcon />
        Skip
        {keyOf("S")}
      </button>
      <button
        ref={approveRef}
        type="button"
        className="button button-approve"
        aria-keyshortcuts={shortcut("A")}
        onClick={act("approve")}
      >
        <ApproveIcon />
        Approve
        {keyOf("A")}
      </button>
    </fieldset>
  );
}
