const STEPS: readonly [
  limitSeconds: number,
  unitSeconds: number,
  unit: Intl.RelativeTimeFormatUnit,
][] = [
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [30 * 86_400, 86_400, "day"],
  [365 * 86_400, 30 * 86_400, "month"],
  [Number.POSITIVE_INFINITY, 365 * 86_400, "year"],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const dateAndTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const dayOnly = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const number = new Intl.NumberFormat("en");

/** null for what is no time. */
export function parseTime(text: string | null): Date | null {
  if (text === null) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** "5 minutes ago", "in 3 days", "just now". */
export function relativeTime(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const distance = Math.abs(seconds);
  // A server's clock may be a little ahead of the browser's.
  if (distance < 60) return seconds > 5 ? "in less than a minute" : "just now";
  const [, unitSeconds, unit] = STEPS.find(([limit]) => distance < limit) ?? [0, 1, "second"];
  return relative.format(Math.trunc(seconds / unitSeconds), unit as Intl.RelativeTimeFormatUnit);
}

export function absoluteTime(time: Date): string {
  return dateAndTime.format(time);
}

/** A calendar day such as 2026-11-23. */
export function formatDay(day: string): string {
  const time = parseTime(`${day}T00:00:00Z`);
  return time === null ? day : dayOnly.format(time);
}

export function formatCount(count: number): string {
  return number.format(count);
}

/** "1 unit", "2 units". */
export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : many}`;
}

export function formatConfidence(confidence: number): string {
  return confidence.toFixed(2);
}

export function confidenceLevel(confidence: number): "low" | "medium" | "good" | "high" {
  if (confidence < 0.3) return "low";
  if (confidence < 0.6) return "medium";
  return confidence < 0.8 ? "good" : "high";
}
