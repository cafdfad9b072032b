import { Link } from "react-router";
import type { ReviewItem } from "../api/types";
import { Confidence } from "../ui/Confidence";
import { SafeBlock, SafeText } from "../ui/SafeText";
import { StatusBadge } from "../ui/StatusBadge";
import { Flags } from "./Flags";
import { UnitFacts } from "./UnitFacts";
import { unitsPath } from "./unitFilters";

interface Props {
  item: ReviewItem;
  headingId: string;
  /** Whether the summary is a heading below the page's own, or the page's own heading says it already. */
  headingLevel: 2 | "none";
}

export function DomainChips({ domains }: { domains: readonly string[] }) {
  return (
    <ul className="chips" aria-label="Domains">
      {domains.map((domain) => (
        <li key={domain}>
          <Link className="chip" to={unitsPath({ domain })}>
            <SafeText text={domain} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** A whole unit, as reviewers judge it: nothing is cut off. */
export function UnitView({ item, headingId, headingLevel }: Props) {
  const { knowledge_unit: unit, status } = item;
  return (
    <div className="unit">
      <div className="unit-top">
        <StatusBadge status={status} />
        <Confidence value={unit.evidence.confidence} />
        <DomainChips domains={unit.domains} />
      </div>
      {headingLevel === 2 && (
        <h2 id={headingId} className="unit-summary">
          <SafeText text={unit.insight.summary} />
        </h2>
      )}
      <SafeBlock className="unit-detail" text={unit.insight.detail} />
      <section className="unit-action" aria-label="Recommended action">
        <p className="label" aria-hidden="true">
          Action
        </p>
        <SafeBlock text={unit.insight.action} />
      </section>
      <Flags unitId={unit.id} flags={unit.flags} />
      <UnitFacts item={item} />
      {unit.extensions !== null && Object.keys(unit.extensions).length > 0 && (
        <details className="extensions">
          <summary>Extensions</summary>
          <dl>
            {Object.entries(unit.extensions).map(([name, value]) => (
              <div key={name}>
                <dt>
                  <code>
                    <SafeText text={name} />
                  </code>
                </dt>
                <dd>
                  <SafeBlock text={JSON.stringify(value, null, 2)} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
