import type { ReviewItem, Verdict } from "../api/types";
import { idOf } from "../queue/queueState";
import { useDeskView, useReviewDesk } from "../queue/ReviewDeskProvider";
import { ApproveIcon, RejectIcon } from "../ui/icons";

/** Approve and Reject on the page of a unit that is pending. */
export function UnitDecision({ item }: { item: ReviewItem }) {
  const desk = useReviewDesk();
  const { held } = useDeskView();
  if (item.status !== "pending") return null;
  const decision = held.find((other) => idOf(other.item) === idOf(item));
  if (decision) {
    return (
      <p className="callout">
        {decision.verdict === "approve" ? "Approved" : "Rejected"} by you; it is sent in a moment
        unless you undo it.
      </p>
    );
  }
  const decide = (verdict: Verdict) => () => void desk.decide(item, verdict);
  return (
    <div className="row">
      <button type="button" className="button button-reject" onClick={decide("reject")}>
        <RejectIcon />
        Reject
      </button>
      <button type="button" className="button button-approve" onClick={decide("approve")}>
        <ApproveIcon />
        Approve
      </button>
    </div>
  );
}
