import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { useUnits } from "../api/queries";
import { plural } from "../ui/format";
import { Page } from "../ui/Page";
import { Empty, Failed, Loading } from "../ui/States";
import { UnitFilterBar } from "./UnitFilterBar";
import { UnitList } from "./UnitList";
import { countFilters, readFilters, toQuery, type UnitFilters, writeFilters } from "./unitFilters";

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
  const filtered = countFilters(filters) > 0;
  return (
    <Page title="Units">
      <UnitFilterBar filters={filters} onChange={setFilters} />
      <p className="list-count" role="status">
        {units.data !== undefined &&
          items.length > 0 &&
          (hasNextPage
            ? `The newest ${plural(items.length, "unit")}, more below`
            : plural(items.length, "unit"))}
      </p>
      {units.isPending && <Loading what="the units" />}
      {units.isError && <Failed error={units.error} onRetry={() => void units.refetch()} />}
      {units.isSuccess && items.length === 0 && (
        <Empty
          title={filtered ? "No unit matches these filters." : "The store has no units yet."}
        />
      )}
      {items.length > 0 && <UnitList items={items} hasMore={hasNextPage} onNearEnd={onNearEnd} />}
    </Page>
  );
}
