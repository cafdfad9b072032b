import { Link } from "react-router";
import type { ReviewStats } from "../api/types";
import { formatCount } from "../ui/format";
import { unitsPath } from "../units/unitFilters";

const TILES = [
  { status: "pending", label: "Pending", path: "/review" },
  { status: "approved", label: "Approved", path: unitsPath({ status: "approved" }) },
  { status: "rejected", label: "Rejected", path: unitsPath({ status: "rejected" }) },
] as const;

export function CountTiles({ counts }: { counts: ReviewStats["counts"] }) {
  return (
    <ul className="tiles" aria-label="Units by status">
      {TILES.map(({ status, label, path }) => (
        <li key={status}>
          <Link className={`card tile tile-${status}`} to={path}>
            <span className="tile-count">{formatCount(counts[status] ?? 0)}</span>
            <span className="tile-label">{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
