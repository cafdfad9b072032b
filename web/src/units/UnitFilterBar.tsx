import { useEffect, useState } from "react";
import { SearchIcon } from "../ui/icons";
import { CONFIDENCE_RANGES, type UnitFilters } from "./unitFilters";

const TYPING_PAUSE_MS = 250;

interface Props {
  filters: UnitFilters;
  onChange(filters: UnitFilters): void;
}

interface TextFieldProps {
  label: string;
  value: string;
  maxLength: number;
  placeholder?: string;
  onSettled(value: string): void;
}

/** Hands on what is typed after a pause, not with every letter. */
function TextFilter({ label, value, maxLength, placeholder, onSettled }: TextFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing restarts the pause
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onSettled(typed), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="search"
        dir="auto"
        value={typed}
        maxLength={maxLength}
        placeholder={placeholder}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}

export function UnitFilterBar({ filters, onChange }: Props) {
  const set = (change: Partial<UnitFilters>) => onChange({ ...filters, ...change });
  return (
    <search className="filters">
      <div className="filters-text">
        <SearchIcon />
        <TextFilter
          label="Text"
          value={filters.q}
          maxLength={200}
          placeholder="Words in summary, detail, action, tags"
          onSettled={(q) => set({ q })}
        />
      </div>
      <label className="field">
        <span>Status</span>
        <select
          value={filters.status}
          onChange={(event) => set({ status: event.target.value as UnitFilters["status"] })}
        >
          <option value="">Any</option>
          <option value="pending">Pending</option>
          <option value="approved">Approved</option>
          <option value="rejected">Rejected</option>
        </select>
      </label>
      <label className="field">
        <span>Confidence</span>
        <select
          value={filters.confidence}
          onChange={(event) => set({ confidence: event.target.value })}
        >
          <option value="">Any</option>
          {CONFIDENCE_RANGES.map((range) => (
            <option key={range} value={range}>
              {range.replace("-", " – ")}
            </option>
          ))}
        </select>
      </label>
      <TextFilter
        label="Domain"
        value={filters.domain}
        maxLength={200}
        onSettled={(domain) => set({ domain })}
      />
      <TextFilter
        label="Proposed by"
        value={filters.author}
        maxLength={256}
        onSettled={(author) => set({ author })}
      />
    </search>
  );
}
