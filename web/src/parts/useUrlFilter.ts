// A filter that stands in the address, so that a view can be kept, shared and gone back to.
import { useMemo } from "react";
import { useSearchParams } from "react-router-dom";

export type Filter = Record<string, string[]>;

/** Only the names that are asked for; `set` replaces values and drops empty ones. */
export function useUrlFilter(names: readonly string[]) {
  const [words, setWords] = useSearchParams();
  const all = words.toString();
  const filter = useMemo(() => {
    const read: Filter = {};
    const now = new URLSearchParams(all);
    for (const name of names) if (now.has(name)) read[name] = now.getAll(name).filter(Boolean);
    return read;
  }, [all, names]);
  const set = (change: Record<string, string | string[] | undefined | null>, isReplaced = false) => {
    setWords((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(change)) {
        next.delete(name);
        for (const one of Array.isArray(value) ? value : value ? [value] : []) next.append(name, one);
      }
      return next;
    }, { replace: isReplaced });
  };
  const one = (name: string): string => words.get(name) ?? "";
  return { filter, set, one, words: all };
}
