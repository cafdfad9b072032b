import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { markPlain } from "./textMarks";

let isFirstPage = true;

interface Props {
  title: string;
  /** What the heading shows, where it is more than the title. */
  heading?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Keeps the heading for screen readers only. */
  hidesHeading?: boolean;
}

/** A page's frame. Going to a page puts the focus on its heading, as loading a document would. */
export function Page({ title, heading, actions, children, hidesHeading = false }: Props) {
  const headingElement = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${markPlain(title)} · cq`;
  }, [title]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is what this is for
  useEffect(() => {
    if (!isFirstPage) headingElement.current?.focus();
    isFirstPage = false;
  }, [pathname]);
  return (
    <>
      <div className={hidesHeading ? "page-head visually-hidden" : "page-head"}>
        <h1 ref={headingElement} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {!hidesHeading && actions}
      </div>
      {children}
    </>
  );
}
