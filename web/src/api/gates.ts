// Where a request waits for its person: a session that is over, a one-time code that is wanted again. The dialogs in app/
// watch these; the request goes on by itself when the gate opens, and fails when the person gives up.

type Waiting = { resolve: () => void; reject: () => void };

export class Gate {
  private waiting: Waiting[] = [];
  private watchers = new Set<() => void>();

  /** Waits until the gate opens; false when the person gave up. */
  pass(): Promise<boolean> {
    return new Promise((settle) => {
      this.waiting = [...this.waiting, { resolve: () => settle(true), reject: () => settle(false) }];
      this.tell();
    });
  }

  settle(isOpen: boolean): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const one of waiting) isOpen ? one.resolve() : one.reject();
    this.tell();
  }

  isShut = (): boolean => this.waiting.length > 0;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}

export const sessionGate = new Gate();
export const codeGate = new Gate();
