import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { ReviewItem } from "../api/types";
import { Confidence } from "../ui/Confidence";
import { plural } from "../ui/format";
import { Identity } from "../ui/Identity";
import { FlagIcon } from "../ui/icons";
import { SafeText } from "../ui/SafeText";
import { StatusBadge } from "../ui/StatusBadge";
import { Time } from "../ui/Time";
import { unitPath } from "./unitLinks";

interface Props {
  items: readonly ReviewItem[];
  hasMore: boolean;
  onNearEnd(): void;
}

function UnitRow({ item }: { item: ReviewItem }) {
  const { knowledge_unit: unit, status, reviewed_by, reviewed_at } = item;
  return (
    <Link className="unit-row" to={unitPath(unit.id)}>
      <span className="unit-row-summary">
        <SafeText text={unit.insight.summary} />
      </span>
      <span className="unit-row-facts">
        <StatusBadge status={status} />
        <Confidence value={unit.evidence.confidence} />
        {unit.flags.length > 0 && (
          <span className="flag-count">
            <FlagIcon />
            {plural(unit.flags.length, "flag")}
          </span>
        )}
        <span className="unit-row-domains">
          <SafeText text={unit.domains.join(", ")} />
        </span>
      </span>
      <span className="unit-row-people">
        <span className="who-when">
          <Identity username={unit.created_by} /> · <Time at={unit.evidence.first_observed} />
        </span>
        {status !== "pending" && (
          <span className="who-when">
            {status} by <Identity username={reviewed_by} /> · <Time at={reviewed_at} />
          </span>
        )}
      </span>
    </Link>
  );
}

/** A list of any length; only the rows in sight are in the document. */
export function UnitList({ items, hasMore, onNearEnd }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => 92,
    getItemKey: (index) => items[index]?.knowledge_unit.id ?? index,
    overscan: 8,
    scrollMargin: top,
  });
  const rows = virtualizer.getVirtualItems();
  const lastRow = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastRow >= items.length - 15) onNearEnd();
  }, [hasMore, lastRow, items.length, onNearEnd]);
  return (
    <ul ref={list} className="unit-list" style={{ height: virtualizer.getTotalSize() }}>
      {rows.map((row) => {
        const item = items[row.index];
        if (!item) return null;
        return (
          <li
            key={row.key}
            ref={virtualizer.measureElement}
            data-index={row.index}
            style={{ transform: `translateY(${row.start - top}px)` }}
            aria-setsize={hasMore ? -1 : items.length}
            aria-posinset={row.index + 1}
          >
            <UnitRow item={item} />
          </li>
        );
      })}
    </ul>
  );
}
