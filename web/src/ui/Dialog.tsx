import { type ReactNode, useEffect, useId, useRef } from "react";

interface Props {
  title: string;
  children: ReactNode;
  onClose(): void;
  /** Whether Escape closes it. Off where what is shown is shown once. */
  escapes?: boolean;
}

/** A modal dialog; the browser keeps the focus in it and gives it back. */
export function Dialog({ title, children, onClose, escapes = true }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (escapes) onClose();
      }}
      // A second Escape closes a dialog whatever `cancel` says.
      onClose={(event) => {
        if (escapes) onClose();
        else event.currentTarget.showModal();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
