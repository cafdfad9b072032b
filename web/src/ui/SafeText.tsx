import { Fragment, useMemo } from "react";
import { splitCode } from "./codeBlocks";
import { markText } from "./textMarks";

/** Text of others within a line: isolated, in its own direction, with hidden characters shown. */
export function SafeText({ text }: { text: string }) {
  const runs = useMemo(() => markText(text), [text]);
  return (
    <bdi className="safe-text">
      {runs.map((run, position) =>
        run.kind === "text" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: runs are made anew whenever the text changes
          <Fragment key={position}>{run.text}</Fragment>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: runs are made anew whenever the text changes
          <span key={position} className="text-mark" title={run.name}>
            {run.label}
            <span className="visually-hidden"> ({run.name})</span>
          </span>
        ),
      )}
    </bdi>
  );
}

/** The same for texts of several lines, where each line has its own direction and code is set as such. */
export function SafeBlock({ text, className = "" }: { text: string; className?: string }) {
  const blocks = useMemo(() => splitCode(text.replaceAll("\r\n", "\n")), [text]);
  return (
    <div className={`safe-block ${className}`}>
      {blocks.map((block, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are made anew whenever the text changes
        <div key={position} className={block.kind} dir={block.kind === "code" ? "ltr" : "auto"}>
          <SafeText text={block.text} />
        </div>
      ))}
    </div>
  );
}
