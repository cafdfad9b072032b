/**
 * Text of strangers can hold characters that are not seen but change what is: they reorder it, hide in it or pile up
 * over it. They are shown by name in place of taking effect.
 */

export type TextRun =
  | { kind: "text"; text: string }
  | { kind: "mark"; label: string; name: string };

const NAMES = new Map<number, string>([
  [0x00ad, "soft hyphen"],
  [0x034f, "combining grapheme joiner"],
  [0x061c, "Arabic letter mark"],
  [0x115f, "Hangul filler"],
  [0x1160, "Hangul filler"],
  [0x17b4, "invisible Khmer vowel"],
  [0x17b5, "invisible Khmer vowel"],
  [0x180e, "Mongolian vowel separator"],
  [0x200b, "zero width space"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2028, "line separator"],
  [0x2029, "paragraph separator"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x2060, "word joiner"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "pop directional isolate"],
  [0x2800, "blank Braille pattern"],
  [0x3164, "Hangul filler"],
  [0xfeff, "zero width no-break space"],
  [0xffa0, "Hangul filler"],
]);

/** More accents than this on one letter belong to no language. */
const MAX_COMBINING = 6;

// Controls but tab and line feed; formats but the joiners that emoji and many scripts need; line and paragraph
// separators; blanks that look like nothing; tags outside the flags of emoji; piles of combining marks.
const SUSPECT =
  /\p{M}{7,}|(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/gu;
const EMOJI_TAGS = /\u{1f3f4}[\u{e0061}-\u{e007a}\u{e0030}-\u{e0039}]{1,8}\u{e007f}/gu;

function codeText(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}

function nameOf(codePoint: number): string {
  const name = NAMES.get(codePoint);
  if (name !== undefined) return name;
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) return "tag character";
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return "control character";
  return "invisible character";
}

function markOf(text: string): TextRun {
  const codePoint = text.codePointAt(0) ?? 0;
  return { kind: "mark", label: codeText(codePoint), name: nameOf(codePoint) };
}

function stretchesOfEmojiTags(text: string): [number, number][] {
  return [...text.matchAll(EMOJI_TAGS)].map(({ index, 0: match }) => [index, index + match.length]);
}

/** The text in runs, harmless ones and marks. Carriage returns before line feeds are dropped. */
export function markText(raw: string): TextRun[] {
  const text = raw.replaceAll("\r\n", "\n");
  const flags = stretchesOfEmojiTags(text);
  const runs: TextRun[] = [];
  let plainFrom = 0;
  for (const { index, 0: found } of text.matchAll(SUSPECT)) {
    if (flags.some(([begin, end]) => index >= begin && index < end)) continue;
    const isPile =
      /^\p{M}/u.test(found) && found.length > 1 && !NAMES.has(found.codePointAt(0) ?? 0);
    const letters = [...found];
    const keptLength = isPile ? letters.slice(0, MAX_COMBINING).join("").length : 0;
    const plain = text.slice(plainFrom, index + keptLength);
    if (plain !== "") runs.push({ kind: "text", text: plain });
    if (isPile) {
      const count = letters.length - MAX_COMBINING;
      runs.push({ kind: "mark", label: `+${count}`, name: `${count} more combining marks` });
    } else {
      runs.push(markOf(found));
    }
    plainFrom = index + found.length;
  }
  if (plainFrom < text.length) runs.push({ kind: "text", text: text.slice(plainFrom) });
  return runs;
}

/** The same for where only text can go: titles and labels. */
export function markPlain(text: string): string {
  return markText(text)
    .map((run) => (run.kind === "text" ? run.text : `[${run.label}]`))
    .join("");
}
