import { Link } from "react-router";
import { formatCount, plural } from "../ui/format";
import { SafeText } from "../ui/SafeText";
import { unitsPath } from "../units/unitFilters";

/** The most that are shown; a store may have thousands. */
const SHOWN = 100;

/** Approved units by domain, most first. */
export function DomainBars({ domains }: { domains: Record<string, number> }) {
  const sorted = Object.entries(domains).sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  const highest = sorted[0]?.[1] ?? 1;
  if (sorted.length === 0) return <p className="muted">No approved units yet.</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <ul className="bars" tabIndex={0} aria-label="Approved units by domain">
        {sorted.slice(0, SHOWN).map(([domain, count]) => (
          <li key={domain}>
            <Link className="bar" to={unitsPath({ domain, status: "approved" })}>
              <span className="bar-name">
                <SafeText text={domain} />
              </span>
              <svg
                className="bar-line"
                viewBox="0 0 100 6"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect className="bar-rest" width="100" height="6" />
                <rect className="bar-part" width={(100 * count) / highest} height="6" />
              </svg>
              <span className="bar-count">{formatCount(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {sorted.length > SHOWN && (
        <p className="muted">and {plural(sorted.length - SHOWN, "more domain")} with fewer units</p>
      )}
    </>
  );
}
