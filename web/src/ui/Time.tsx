import { useEffect, useState } from "react";
import { absoluteTime, parseTime, relativeTime } from "./format";

const REFRESH_MS = 30_000;

/** A moment, told from now; the exact time on hovering. */
export function Time({ at, fallback = "—" }: { at: string | null; fallback?: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const time = parseTime(at);
  if (time === null) return <>{fallback}</>;
  return (
    <time dateTime={time.toISOString()} title={absoluteTime(time)}>
      {relativeTime(time, now)}
    </time>
  );
}
