import { Link, useMatch } from "react-router";
import type { Flag } from "../api/types";
import { plural } from "../ui/format";
import { FlagIcon } from "../ui/icons";
import { SafeBlock, SafeText } from "../ui/SafeText";
import { Time } from "../ui/Time";
import { comparePath, isUnitId, unitPath } from "./unitLinks";

const REASONS: Record<string, string> = {
  stale: "Out of date",
  incorrect: "Incorrect",
  duplicate: "Duplicate",
};

function Duplicate({ unitId, duplicateOf }: { unitId: string; duplicateOf: string }) {
  const comparison = useMatch("/units/:unitId/compare/:otherId");
  if (!isUnitId(duplicateOf)) return <SafeText text={duplicateOf} />;
  return (
    <p className="row">
      <span>
        of{" "}
        <Link to={unitPath(duplicateOf)}>
          <code>{duplicateOf.slice(0, 11)}…</code>
        </Link>
      </span>
      {comparison?.params.otherId !== duplicateOf && (
        <Link className="button button-small" to={comparePath(unitId, duplicateOf)}>
          Compare side by side
        </Link>
      )}
    </p>
  );
}

export function Flags({ unitId, flags }: { unitId: string; flags: readonly Flag[] }) {
  if (flags.length === 0) return null;
  return (
    <section className="flags" aria-label={plural(flags.length, "flag")}>
      <ul>
        {flags.map((flag, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: flags are only ever added at the end
          <li key={position}>
            <FlagIcon />
            <div>
              <p>
                <strong>{REASONS[flag.reason] ?? <SafeText text={flag.reason} />}</strong>{" "}
                <span className="muted">
                  flagged <Time at={flag.timestamp} />
                </span>
              </p>
              {flag.detail !== null && <SafeBlock text={flag.detail} />}
              {flag.duplicate_of !== null && (
                <Duplicate unitId={unitId} duplicateOf={flag.duplicate_of} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
