import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ReviewItem } from "../api/types";
import { CopyButton } from "../ui/CopyButton";
import { Identity } from "../ui/Identity";
import { SafeText } from "../ui/SafeText";
import { Time } from "../ui/Time";
import { unitsPath } from "./unitFilters";
import { unitPath } from "./unitLinks";

function Fact({ name, children, wide }: { name: string; children: ReactNode; wide?: boolean }) {
  return (
    <div className={wide ? "fact-wide" : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Words({ words }: { words: readonly string[] }) {
  return words.map((word, position) => (
    <span key={word}>
      {position > 0 && ", "}
      <SafeText text={word} />
    </span>
  ));
}

/** Where a unit comes from, where it applies and what became of it. */
export function UnitFacts({ item }: { item: ReviewItem }) {
  const { knowledge_unit: unit, status, reviewed_by, reviewed_at } = item;
  const { context, evidence } = unit;
  return (
    <dl className="facts">
      <Fact name="Proposed by">
        {unit.created_by === "" ? (
          <Identity username={null} />
        ) : (
          <Link to={unitsPath({ author: unit.created_by })}>
            <Identity username={unit.created_by} />
          </Link>
        )}{" "}
        <span className="muted">
          <Time at={evidence.first_observed} />
        </span>
      </Fact>
      {status !== "pending" && (
        <Fact name={status === "approved" ? "Approved by" : "Rejected by"}>
          <Identity username={reviewed_by} />{" "}
          <span className="muted">
            <Time at={reviewed_at} fallback="" />
          </span>
        </Fact>
      )}
      <Fact name="Confirmations">
        {evidence.confirmations}
        {evidence.confirmations > 1 && (
          <span className="muted">
            , last <Time at={evidence.last_confirmed} />
          </span>
        )}
      </Fact>
      {context.languages.length > 0 && (
        <Fact name="Languages">
          <Words words={context.languages} />
        </Fact>
      )}
      {context.frameworks.length > 0 && (
        <Fact name="Frameworks">
          <Words words={context.frameworks} />
        </Fact>
      )}
      {context.pattern !== "" && (
        <Fact name="Pattern">
          <SafeText text={context.pattern} />
        </Fact>
      )}
      <Fact name="Tier">{unit.tier}</Fact>
      {unit.superseded_by !== null && (
        <Fact name="Superseded by">
          <Link to={unitPath(unit.superseded_by)}>
            <code>{unit.superseded_by.slice(0, 11)}…</code>
          </Link>
        </Fact>
      )}
      <Fact name="Id" wide>
        <code className="unit-id">{unit.id}</code>
        <CopyButton text={unit.id} label="Copy" quiet />
      </Fact>
    </dl>
  );
}
