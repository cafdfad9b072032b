/**
 * Lets each press of a key through once, however long it is held. `event.repeat` alone is not enough: remote desktops
 * and some input methods send a held key as presses that are not marked as repeated.
 */
export class KeyGate {
  private readonly down = new Set<string>();

  /** True for the first event of a press. */
  press(event: Pick<KeyboardEvent, "code" | "key" | "repeat">): boolean {
    const key = event.code || event.key;
    const isFirst = !event.repeat && !this.down.has(key);
    this.down.add(key);
    return isFirst;
  }

  release(event: Pick<KeyboardEvent, "code" | "key">): void {
    // macOS does not tell of keys that are released while Meta is down.
    if (event.key === "Meta") this.down.clear();
    this.down.delete(event.code || event.key);
  }

  /** The page lost the keyboard and will not hear of releases. */
  releaseAll(): void {
    this.down.clear();
  }
}
