import { Link, useParams } from "react-router";
import { useUnit } from "../api/queries";
import { Page } from "../ui/Page";
import { Failed, Loading } from "../ui/States";
import { UnitDecision } from "./UnitDecision";
import { UnitView } from "./UnitView";
import { unitPath } from "./unitLinks";

function Side({ unitId, label }: { unitId: string; label: string }) {
  const { data: item, error, refetch } = useUnit(unitId);
  return (
    <article className="card compare-side" aria-label={label}>
      <p className="row compare-label">
        <span className="label">{label}</span>
        <Link to={unitPath(unitId)}>Open</Link>
      </p>
      {item !== undefined && (
        <>
          <UnitView item={item} headingId={`unit-${unitId}`} headingLevel={2} />
          <UnitDecision item={item} />
        </>
      )}
      {item === undefined && error !== null && (
        <Failed error={error} onRetry={() => void refetch()} />
      )}
      {item === undefined && error === null && <Loading what="the unit" />}
    </article>
  );
}

export default function ComparePage() {
  const { unitId = "", otherId = "" } = useParams();
  return (
    <Page title="Compare units">
      <div className="compare">
        <Side unitId={unitId} label="Flagged as duplicate" />
        <Side unitId={otherId} label="Of this unit" />
      </div>
    </Page>
  );
}
