// Whether the server answers. While it does not, a quiet question every three seconds finds out when it is back.

let isAway = false;
const watchers = new Set<() => void>();

function set(value: boolean): void {
  if (value === isAway) return;
  isAway = value;
  for (const watcher of watchers) watcher();
  if (isAway) setTimeout(probe, 3000);
}

async function probe(): Promise<void> {
  try {
    const answer = await fetch("/api/session", { credentials: "same-origin" });
    if (answer.status < 500) return set(false);
  } catch {
    // still away
  }
  setTimeout(probe, 3000);
}

export const connection = {
  isAway: (): boolean => isAway,
  lost: (): void => set(true),
  found: (): void => set(false),
  watch: (watcher: () => void): (() => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
};
