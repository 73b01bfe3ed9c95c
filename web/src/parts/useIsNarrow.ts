// Whether the window is a telephone's.
import { useSyncExternalStore } from "react";

const query = matchMedia("(max-width: 760px)");

export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      query.addEventListener("change", watcher);
      return () => query.removeEventListener("change", watcher);
    },
    () => query.matches,
  );
}
