import { useEffect, useState } from "react";
import { plural } from "../ui/format";
import { UndoIcon } from "../ui/icons";
import { SafeText } from "../ui/SafeText";
import type { HeldDecision } from "./decisionQueue";
import { idOf } from "./queueState";
import { useDeskView, useReviewDesk } from "./ReviewDeskProvider";

const SHOWN = 3;
const TICK_MS = 250;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Countdown({ decision }: { decision: HeldDecision }) {
  const now = useNow();
  const left = Math.max(0, decision.sendAt - now);
  const share = left / (decision.sendAt - decision.heldAt);
  return (
    <svg className="countdown" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle className="countdown-rest" cx="12" cy="12" r="10" />
      <circle
        className="countdown-part"
        cx="12"
        cy="12"
        r="10"
        pathLength={1}
        strokeDasharray={`${share} 1`}
      />
      <text x="12" y="12">
        {Math.ceil(left / 1000)}
      </text>
    </svg>
  );
}

function HeldRow({ decision }: { decision: HeldDecision }) {
  const desk = useReviewDesk();
  const { summary } = decision.item.knowledge_unit.insight;
  const done = decision.verdict === "approve" ? "Approved" : "Rejected";
  return (
    <li className={`held held-${decision.verdict}`}>
      {decision.phase === "held" ? <Countdown decision={decision} /> : <span className="spinner" />}
      <span className="held-text">
        <strong>{done}</strong> <SafeText text={summary} />
      </span>
      {decision.phase === "held" ? (
        <button
          type="button"
          className="button button-small"
          onClick={() => desk.undo(idOf(decision.item))}
        >
          <UndoIcon />
          Undo
        </button>
      ) : (
        <span className="muted">sending</span>
      )}
    </li>
  );
}

/** The decisions that can still be undone, the latest first. Says each once to screen readers, without the countdown. */
export function HeldDecisions() {
  const { held } = useDeskView();
  const latest = held.at(-1);
  const seconds = latest ? Math.round((latest.sendAt - latest.heldAt) / 1000) : 0;
  return (
    <section className="held-decisions" aria-label="Decisions that can be undone">
      <p className="visually-hidden" role="status">
        {latest?.phase === "held" &&
          `${latest.verdict === "approve" ? "Approved" : "Rejected"}. U undoes it within ${seconds} seconds.`}
      </p>
      <ul>
        {held
          .slice(-SHOWN)
          .reverse()
          .map((decision) => (
            <HeldRow key={idOf(decision.item)} decision={decision} />
          ))}
      </ul>
      {held.length > SHOWN && (
        <p className="held-more">and {plural(held.length - SHOWN, "earlier decision")}</p>
      )}
    </section>
  );
}
