import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { useUnits } from "../api/queries";
import { plural } from "../ui/format";
import { Page } from "../ui/Page";
import { Empty, Failed, Loading } from "../ui/States";
import { UnitFilterBar } from "./UnitFilterBar";
import { UnitList } from "./UnitList";
import {
  countFilters,
  NO_FILTERS,
  readFilters,
  toQuery,
  type UnitFilters,
  writeFilters,
} from "./unitFilters";

function countText(count: number, hasMore: boolean): string {
  return hasMore ? `The newest ${plural(count, "unit")}, more below` : plural(count, "unit");
}

export default function UnitsPage() {
  const [parameters, setParameters] = useSearchParams();
  const filters = useMemo(() => readFilters(parameters), [parameters]);
  const setFilters = useCallback(
    (next: UnitFilters) => setParameters(writeFilters(next), { replace: true }),
    [setParameters],
  );
  const units = useUnits(toQuery(filters));
  const items = useMemo(() => units.data?.pages.flat() ?? [], [units.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = units;
  const onNearEnd = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  const isFiltered = countFilters(filters) > 0;
  return (
    <Page title="Units">
      <UnitFilterBar filters={filters} onChange={setFilters} />
      <div className="row list-head">
        <p className="list-count" role="status">
          {items.length > 0 && countText(items.length, hasNextPage)}
        </p>
        {isFiltered && (
          <button
            type="button"
            className="button button-small"
            onClick={() => setFilters(NO_FILTERS)}
          >
            Clear filters
          </button>
        )}
      </div>
      {units.isPending && <Loading what="the units" />}
      {units.isError && <Failed error={units.error} onRetry={() => void units.refetch()} />}
      {units.isSuccess && items.length === 0 && (
        <Empty
          title={isFiltered ? "No unit matches these filters." : "The store has no units yet."}
        />
      )}
      {items.length > 0 && <UnitList items={items} hasMore={hasNextPage} onNearEnd={onNearEnd} />}
    </Page>
  );
}
