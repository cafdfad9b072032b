import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { DailyCount } from "../api/types";
import { formatCount, formatDay } from "../ui/format";
import { axisTop } from "./trend";

const SERIES = [
  { key: "proposed", label: "Proposed" },
  { key: "approved", label: "Approved" },
  { key: "rejected", label: "Rejected" },
] as const;

const HEIGHT = 220;
const MARGIN = { top: 10, right: 12, bottom: 26, left: 40 };
const LABEL_EVERY_PIXELS = 64;

function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(220, entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}

function TrendTable({ days }: { days: readonly DailyCount[] }) {
  return (
    <details className="trend-table">
      <summary>As a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="table-scroller" tabIndex={0} aria-label="Figures by day">
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              {SERIES.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.date}>
                <th scope="row">{formatDay(day.date)}</th>
                {SERIES.map(({ key }) => (
                  <td key={key}>{formatCount(day[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** What was proposed, approved and rejected, day by day. */
export default function TrendChart({ days }: { days: readonly DailyCount[] }) {
  const { element, width } = useWidth();
  const [pointed, setPointed] = useState<number | null>(null);
  const top = axisTop(Math.max(...days.flatMap((day) => SERIES.map(({ key }) => day[key]))));
  const innerWidth = width - MARGIN.left - MARGIN.right;
  const innerHeight = HEIGHT - MARGIN.top - MARGIN.bottom;
  const x = (index: number) => MARGIN.left + (innerWidth * index) / Math.max(1, days.length - 1);
  const y = (count: number) => MARGIN.top + innerHeight * (1 - count / top);
  const labelStep = Math.ceil((days.length * LABEL_EVERY_PIXELS) / innerWidth);
  const pointedDay = pointed === null ? undefined : days[pointed];

  const point = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const index = Math.round(((left - MARGIN.left) / innerWidth) * (days.length - 1));
    setPointed(Math.max(0, Math.min(days.length - 1, index)));
  };

  return (
    <figure className="trend">
      <figcaption className="trend-legend">
        {SERIES.map(({ key, label }) => (
          <span key={key} className={`trend-key trend-${key}`}>
            <svg viewBox="0 0 22 6" aria-hidden="true">
              <path className="trend-line" d="M1 3H21" />
            </svg>
            {label}
            {pointedDay && <strong> {formatCount(pointedDay[key])}</strong>}
          </span>
        ))}
        <span className="muted">{pointedDay && formatDay(pointedDay.date)}</span>
      </figcaption>
      <div ref={element}>
        <svg
          className="trend-chart"
          viewBox={`0 0 ${width} ${HEIGHT}`}
          width={width}
          height={HEIGHT}
          aria-hidden="true"
          onPointerMove={point}
          onPointerLeave={() => setPointed(null)}
        >
          {[0, 1, 2, 3, 4].map((quarter) => {
            const count = (top * quarter) / 4;
            return (
              <g key={quarter} className="trend-axis">
                <path d={`M${MARGIN.left} ${y(count)}H${width - MARGIN.right}`} />
                <text className="trend-axis-count" x={MARGIN.left - 8} y={y(count)}>
                  {formatCount(count)}
                </text>
              </g>
            );
          })}
          {days.map((day, index) =>
            (days.length - 1 - index) % labelStep === 0 ? (
              <text key={day.date} className="trend-axis-day" x={x(index)} y={HEIGHT - 8}>
                {formatDay(day.date)}
              </text>
            ) : null,
          )}
          {pointed !== null && (
            <path
              className="trend-pointer"
              d={`M${x(pointed)} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}`}
            />
          )}
          {SERIES.map(({ key }) => (
            <g key={key} className={`trend-${key}`}>
              <path
                className="trend-line"
                d={days
                  .map((day, index) => `${index === 0 ? "M" : "L"}${x(index)} ${y(day[key])}`)
                  .join("")}
              />
              {pointedDay && pointed !== null && (
                <circle className="trend-dot" cx={x(pointed)} cy={y(pointedDay[key])} r="3.5" />
              )}
            </g>
          ))}
        </svg>
      </div>
      <TrendTable days={days} />
    </figure>
  );
}
