import { Link, useParams } from "react-router";
import { ApiError } from "../api/apiError";
import { useUnit } from "../api/queries";
import { Page } from "../ui/Page";
import { SafeText } from "../ui/SafeText";
import { Empty, Failed, Loading } from "../ui/States";
import { UnitDecision } from "./UnitDecision";
import { UnitView } from "./UnitView";

export default function UnitPage() {
  const { unitId = "" } = useParams();
  const { data: item, error, refetch } = useUnit(unitId);
  if (item === undefined) {
    const isUnknown = error instanceof ApiError && error.status === 404;
    return (
      <Page title={isUnknown ? "Unit not found" : "Unit"}>
        {isUnknown && (
          <Empty title="The store has no unit with this id.">
            <Link className="button" to="/units">
              To the list of units
            </Link>
          </Empty>
        )}
        {error !== null && !isUnknown && <Failed error={error} onRetry={() => void refetch()} />}
        {error === null && <Loading what="the unit" />}
      </Page>
    );
  }
  const { summary } = item.knowledge_unit.insight;
  return (
    <div className="narrow">
      <nav className="crumbs" aria-label="Breadcrumb">
        <Link to="/units">Units</Link>
      </nav>
      <Page title={summary} heading={<SafeText text={summary} />}>
        <article className="card">
          <UnitView item={item} headingId="unit-heading" headingLevel="none" />
        </article>
        <UnitDecision item={item} />
      </Page>
    </div>
  );
}
