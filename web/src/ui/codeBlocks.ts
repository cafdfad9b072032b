/** A text in stretches of prose and of code, in order. Joined by line feeds they are the text. */
export interface TextBlock {
  kind: "prose" | "code";
  text: string;
}

const FENCE = /^ {0,3}(```|~~~)/;
const INDENTED = /^( {4}|\t)/;

/**
 * Finds code as Markdown marks it: between fences, or indented after an empty line. Nothing is left out, so that no part
 * of a text can be hidden by it.
 */
export function splitCode(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let fence: string | null = null;
  let previous: { kind: TextBlock["kind"]; line: string } = { kind: "prose", line: "" };
  for (const line of text.split("\n")) {
    const mark: string | null = FENCE.exec(line)?.[1] ?? null;
    const mayBeIndented = previous.kind === "code" || previous.line.trim() === "";
    const isCode = fence !== null || mark !== null || (mayBeIndented && INDENTED.test(line));
    const kind = isCode ? "code" : "prose";
    const last = blocks.at(-1);
    if (last?.kind === kind) last.text += `\n${line}`;
    else blocks.push({ kind, text: line });
    if (fence === null) fence = mark;
    else if (mark === fence) fence = null;
    previous = { kind, line };
  }
  return blocks;
}
