import { useState } from "react";
import { CopyIcon } from "./icons";

interface Props {
  text: string;
  label: string;
  /** Called where the browser gives pages no clipboard: over plain HTTP. */
  onRefused?(): void;
  quiet?: boolean;
}

export function CopyButton({ text, label, onRefused, quiet = false }: Props) {
  const [result, setResult] = useState<"none" | "copied" | "refused">("none");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
    } catch {
      setResult("refused");
      onRefused?.();
    }
  };
  return (
    <button type="button" className={quiet ? "button button-quiet" : "button"} onClick={copy}>
      <CopyIcon />
      <span aria-live="polite">
        {{ none: label, copied: "Copied", refused: "Press Ctrl+C" }[result]}
      </span>
    </button>
  );
}
