import { Link } from "react-router";
import { confidenceLevel, formatCount } from "../ui/format";
import { unitsPath } from "../units/unitFilters";

/** Approved units by confidence. */
export function ConfidenceColumns({ distribution }: { distribution: Record<string, number> }) {
  const entries = Object.entries(distribution);
  const highest = Math.max(1, ...entries.map(([, count]) => count));
  return (
    <ul className="columns">
      {entries.map(([range, count]) => {
        const level = confidenceLevel(Number.parseFloat(range));
        return (
          <li key={range}>
            <Link
              className={`column confidence-${level}`}
              to={unitsPath({ confidence: range, status: "approved" })}
            >
              <span className="column-count">
                {formatCount(count)}
                <span className="visually-hidden">
                  {" "}
                  {count === 1 ? "unit" : "units"} of confidence{" "}
                </span>
              </span>
              <svg
                className="column-bar"
                viewBox="0 0 10 100"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect
                  className="confidence-part"
                  y={100 - (98 * count) / highest - 2}
                  width="10"
                  height={(98 * count) / highest + 2}
                />
              </svg>
              <span className="column-name">{range.replace("-", "–")}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
