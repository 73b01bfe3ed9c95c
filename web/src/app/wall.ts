// Full screen for a wall: dark and large, without the frame.
import { useSyncExternalStore } from "react";

let isWall = false;
const watchers = new Set<() => void>();

export function setWall(value: boolean): void {
  if (value === isWall) return;
  isWall = value;
  for (const watcher of watchers) watcher();
  if (value) void document.documentElement.requestFullscreen?.().catch(() => undefined); // wanted, not needed
  else if (document.fullscreenElement) void document.exitFullscreen();
}

export function useWall(): boolean {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, () => isWall);
}
