import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { formatCount } from "../ui/format";
import { FlagIcon } from "../ui/icons";
import { SafeText } from "../ui/SafeText";
import { idOf } from "./queueState";
import { useDeskView, useReviewDesk } from "./ReviewDeskProvider";

const ROW_PIXELS = 58;

/** The queue as a list; only the rows in sight are in the document, and pages are loaded as they come near. */
export function UpNext() {
  const desk = useReviewDesk();
  const { visible, current, remaining, skipped } = useDeskView();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PIXELS,
    getItemKey: (index) => {
      const item = visible[index];
      return item ? idOf(item) : index;
    },
    overscan: 8,
  });
  const rows = virtualizer.getVirtualItems();
  const lastRow = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastRow >= visible.length - 20) void desk.loadMore();
  }, [desk, lastRow, visible.length]);
  const currentIndex = current ? visible.indexOf(current) : -1;
  useEffect(() => {
    if (currentIndex >= 0) virtualizer.scrollToIndex(currentIndex, { align: "auto" });
  }, [virtualizer, currentIndex]);

  return (
    <aside className="up-next" aria-label="Queue">
      <h2>
        Queue <span className="muted">{formatCount(remaining)}</span>
      </h2>
      <div ref={scroller} className="up-next-scroller">
        <ul style={{ height: virtualizer.getTotalSize() }}>
          {rows.map((row) => {
            const item = visible[row.index];
            if (!item) return null;
            const { insight, domains, flags } = item.knowledge_unit;
            return (
              <li
                key={row.key}
                style={{ transform: `translateY(${row.start}px)` }}
                aria-setsize={remaining}
                aria-posinset={row.index + 1}
              >
                <button
                  type="button"
                  className="up-next-row"
                  aria-current={row.index === currentIndex ? "true" : undefined}
                  onClick={() => desk.choose(idOf(item))}
                >
                  <span className="up-next-summary">
                    <SafeText text={insight.summary} />
                  </span>
                  <span className="up-next-facts">
                    {skipped.has(idOf(item)) && <span>Skipped · </span>}
                    <SafeText text={domains.join(", ")} />
                    {flags.length > 0 && <FlagIcon />}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </aside>
  );
}
