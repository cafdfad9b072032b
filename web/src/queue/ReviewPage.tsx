import { useCallback, useEffect, useRef, useState } from "react";
import type { Verdict } from "../api/types";
import { plural } from "../ui/format";
import { SettingsIcon } from "../ui/icons";
import { Page } from "../ui/Page";
import { Failed, Loading } from "../ui/States";
import { UnitView } from "../units/UnitView";
import { PreferencesDialog } from "./PreferencesDialog";
import { QueueEnd } from "./QueueEnd";
import { idOf } from "./queueState";
import { type ReviewAction, ReviewActions } from "./ReviewActions";
import { useDeskView, usePreferences, useReviewDesk } from "./ReviewDeskProvider";
import type { ShortcutAction } from "./shortcuts";
import { UpNext } from "./UpNext";
import { useReviewKeys } from "./useReviewKeys";
import { useSwipe } from "./useSwipe";

/** How often it is looked whether others have decided something. */
const REFRESH_MS = 8000;

function useFreshQueue(): void {
  const desk = useReviewDesk();
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === "visible") void desk.refresh();
    };
    refresh();
    const timer = setInterval(refresh, REFRESH_MS);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [desk]);
}

export function ReviewPage() {
  useFreshQueue();
  const desk = useReviewDesk();
  const { phase, problem, current, remaining } = useDeskView();
  const { preferences } = usePreferences();
  const [showsHelp, setShowsHelp] = useState(false);
  const card = useRef<HTMLElement>(null);
  const approveButton = useRef<HTMLButtonElement>(null);
  const rejectButton = useRef<HTMLButtonElement>(null);
  const unitId = current ? idOf(current) : "";

  // After a decision the next unit is read from its top, and no button is left under a pressed key.
  const wantsFocus = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another unit is what this is for
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    window.scrollTo({ top: 0 });
    card.current?.focus({ preventScroll: true });
  }, [unitId]);

  const act = useCallback(
    (action: ReviewAction) => {
      if (!current) return;
      wantsFocus.current = true;
      if (action === "skip") desk.skip(current);
      else desk.decide(current, action);
    },
    [desk, current],
  );

  const onShortcut = (action: ShortcutAction) => {
    switch (action) {
      case "approve":
      case "reject":
      case "skip":
        return act(action);
      case "undo":
        wantsFocus.current = true;
        if (desk.undo() === null) wantsFocus.current = false;
        return;
      case "next":
        return desk.step(1);
      case "previous":
        return desk.step(-1);
      case "focus-approve":
        return approveButton.current?.focus();
      case "focus-reject":
        return rejectButton.current?.focus();
      case "focus-card":
        return card.current?.focus();
      case "help":
        return setShowsHelp(true);
    }
  };
  useReviewKeys(onShortcut, preferences.shortcuts);
  useSwipe(card, unitId, act as (verdict: Verdict) => void);

  return (
    <Page
      title="Review"
      actions={
        <div className="row">
          {phase === "ready" && (
            <span className="muted">{plural(remaining, "unit")} to decide</span>
          )}
          <button type="button" className="button button-quiet" onClick={() => setShowsHelp(true)}>
            <SettingsIcon />
            Keys and settings
          </button>
        </div>
      }
    >
      {phase === "loading" && <Loading what="the queue" />}
      {phase === "failed" && (
        <Failed error={new Error(problem ?? "")} onRetry={() => void desk.refresh()} />
      )}
      {phase === "ready" && (
        <div className="review">
          <div className="review-main">
            {current ? (
              <>
                <article
                  key={unitId}
                  ref={card}
                  className="card review-card"
                  tabIndex={-1}
                  aria-labelledby={`unit-${unitId}`}
                >
                  <div className="swipe-hint swipe-hint-approve" aria-hidden="true">
                    Approve
                  </div>
                  <div className="swipe-hint swipe-hint-reject" aria-hidden="true">
                    Reject
                  </div>
                  <UnitView item={current} headingId={`unit-${unitId}`} headingLevel={2} />
                </article>
                <ReviewActions
                  onAction={act}
                  approveRef={approveButton}
                  rejectRef={rejectButton}
                  shortcuts={preferences.shortcuts}
                />
              </>
            ) : (
              <QueueEnd />
            )}
          </div>
          {remaining > 0 && <UpNext />}
        </div>
      )}
      {showsHelp && <PreferencesDialog onClose={() => setShowsHelp(false)} />}
    </Page>
  );
}
