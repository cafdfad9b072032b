import { confidenceLevel, formatConfidence } from "./format";

/** A confidence as figure, bar and word, so that colour is never all there is. */
export function Confidence({ value }: { value: number }) {
  const level = confidenceLevel(value);
  return (
    <span className={`confidence confidence-${level}`} title={`${level} confidence`}>
      <svg className="confidence-bar" viewBox="0 0 40 6" aria-hidden="true" focusable="false">
        <rect className="confidence-rest" width="40" height="6" rx="3" />
        <rect className="confidence-part" width={Math.max(6, 40 * value)} height="6" rx="3" />
      </svg>
      <span>
        <span className="visually-hidden">{level} confidence, </span>
        {formatConfidence(value)}
      </span>
    </span>
  );
}
