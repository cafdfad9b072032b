import { Link } from "react-router";
import { plural } from "../ui/format";
import { ApproveIcon, SkipIcon } from "../ui/icons";
import { useDeskView, useReviewDesk } from "./ReviewDeskProvider";

/** Shown when there is no unit to look at. */
export function QueueEnd() {
  const desk = useReviewDesk();
  const { visible, held, tally } = useDeskView();
  const approved = tally.approve + held.filter(({ verdict }) => verdict === "approve").length;
  const rejected = tally.reject + held.filter(({ verdict }) => verdict === "reject").length;
  const isAllSkipped = visible.length > 0;
  return (
    <section className="queue-end">
      <div className={isAllSkipped ? "queue-end-mark" : "queue-end-mark queue-end-done"}>
        {isAllSkipped ? <SkipIcon /> : <ApproveIcon />}
      </div>
      <h2>{isAllSkipped ? "Only skipped units are left" : "All caught up"}</h2>
      <p>
        {isAllSkipped
          ? `${plural(visible.length, "unit")} that you skipped still ${visible.length === 1 ? "waits" : "wait"}.`
          : "New proposals appear here by themselves."}
      </p>
      {approved + rejected > 0 && (
        <p className="muted">
          You approved {approved} and rejected {rejected} since you signed in.
        </p>
      )}
      <p className="row">
        {isAllSkipped && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => desk.resumeSkipped()}
          >
            Review skipped units
          </button>
        )}
        <Link className="button" to="/dashboard">
          To the dashboard
        </Link>
      </p>
    </section>
  );
}
