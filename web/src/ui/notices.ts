/** Something to tell the person, without stopping the work. Read as: “summary” text identity rest. */
export interface Notice {
  tone: "info" | "error";
  text: string;
  summary?: string;
  identity?: string;
  rest?: string;
}

export interface ShownNotice extends Notice {
  id: number;
}

const MAX_SHOWN = 4;

/** The notices on the screen, newest last. They stay until dismissed, or until newer ones push them out. */
export class NoticeBoard {
  private readonly listeners = new Set<() => void>();
  private shown: readonly ShownNotice[] = [];
  private lastId = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly ShownNotice[] => this.shown;

  readonly add = (notice: Notice): void => {
    this.lastId += 1;
    this.replace([...this.shown, { ...notice, id: this.lastId }].slice(-MAX_SHOWN));
  };

  readonly dismiss = (id: number): void => {
    this.replace(this.shown.filter((notice) => notice.id !== id));
  };

  private replace(shown: readonly ShownNotice[]): void {
    this.shown = shown;
    for (const listener of this.listeners) listener();
  }
}
