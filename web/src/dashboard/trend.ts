import type { DailyCount } from "../api/types";

const DAY_MS = 86_400_000;

/** One entry for each of the last `days` days up to `today`, zeros where the server has none. */
export function fillDays(daily: readonly DailyCount[], days: number, today: Date): DailyCount[] {
  const byDate = new Map(daily.map((count) => [count.date, count]));
  const last = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(last - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return byDate.get(date) ?? { date, proposed: 0, approved: 0, rejected: 0 };
  });
}

/** A round number at or above `highest` that four equal steps divide. */
export function axisTop(highest: number): number {
  if (highest <= 4) return 4;
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 4, 8, 10].find(
    (factor) => factor * magnitude >= highest && (factor * magnitude) % 4 === 0,
  );
  return step === undefined ? Math.ceil(highest / 4) * 4 : step * magnitude;
}
