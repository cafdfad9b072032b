import { lazy, Suspense, useMemo } from "react";
import { useStats } from "../api/queries";
import type { ReviewStats } from "../api/types";
import { Page } from "../ui/Page";
import { Failed, Loading } from "../ui/States";
import { ConfidenceColumns } from "./ConfidenceColumns";
import { CountTiles } from "./CountTiles";
import { DomainBars } from "./DomainBars";
import { RecentActivity } from "./RecentActivity";
import { fillDays } from "./trend";

const TrendChart = lazy(() => import("./TrendChart"));
const TREND_DAYS = 30;

function Figures({ stats }: { stats: ReviewStats }) {
  const days = useMemo(
    () => fillDays(stats.trends.daily, TREND_DAYS, new Date()),
    [stats.trends.daily],
  );
  return (
    <div className="dashboard">
      <CountTiles counts={stats.counts} />
      <section className="card" aria-labelledby="trend-title">
        <h2 id="trend-title">Last {TREND_DAYS} days</h2>
        <Suspense fallback={<Loading what="the chart" />}>
          <TrendChart days={days} />
        </Suspense>
      </section>
      <section className="card dashboard-half" aria-labelledby="domains-title">
        <h2 id="domains-title">Domains</h2>
        <DomainBars domains={stats.domains} />
      </section>
      <section className="card dashboard-half" aria-labelledby="confidence-title">
        <h2 id="confidence-title">Confidence</h2>
        <ConfidenceColumns distribution={stats.confidence_distribution} />
      </section>
      <section className="card" aria-labelledby="activity-title">
        <h2 id="activity-title">Recent activity</h2>
        <RecentActivity events={stats.recent_activity} />
      </section>
    </div>
  );
}

export default function DashboardPage() {
  const { data: stats, error, isError, refetch } = useStats();
  return (
    <Page title="Dashboard">
      {stats !== undefined && isError && (
        <p className="callout" role="status">
          These figures are not new: the server does not answer. Trying again.
        </p>
      )}
      {stats !== undefined && <Figures stats={stats} />}
      {stats === undefined && isError && <Failed error={error} onRetry={() => void refetch()} />}
      {stats === undefined && !isError && <Loading what="the figures" />}
    </Page>
  );
}
