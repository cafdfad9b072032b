import { Link } from "react-router";
import type { ActivityEvent } from "../api/types";
import { Identity } from "../ui/Identity";
import { SafeText } from "../ui/SafeText";
import { StatusBadge } from "../ui/StatusBadge";
import { Time } from "../ui/Time";
import { unitPath } from "../units/unitLinks";

export function RecentActivity({ events }: { events: readonly ActivityEvent[] }) {
  if (events.length === 0) return <p className="muted">Nothing has happened yet.</p>;
  return (
    <ul className="activity">
      {events.map((event) => (
        <li key={`${event.unit_id} ${event.type}`}>
          <Link className="activity-row" to={unitPath(event.unit_id)}>
            <StatusBadge status={event.type} />
            <span className="activity-summary">
              <SafeText text={event.summary} />
            </span>
            <span className="activity-who who-when muted">
              {event.type !== "proposed" && (
                <>
                  <Identity username={event.reviewed_by ?? null} /> ·{" "}
                </>
              )}
              <Time at={event.timestamp} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
