// What a person chose for this browser: language, look, unit of money, density. Kept in localStorage, watched by React.
import { useSyncExternalStore } from "react";

export type Language = "zh" | "en";
export type Look = "system" | "light" | "dark";
export type Unit = "yuan" | "wan";
export type Density = "dense" | "roomy";
export interface Settings {
  language: Language;
  look: Look;
  unit: Unit;
  density: Density;
}

const KEY = "qiuhao.settings";
const PLAIN: Settings = { language: "zh", look: "system", unit: "yuan", density: "dense" };
const watchers = new Set<() => void>();
let settings: Settings = { ...PLAIN, ...read<Partial<Settings>>(KEY, {}) };

/** What is kept under a name; `plain` when there is nothing or the browser keeps nothing. */
export function read<T>(key: string, plain: T): T {
  try {
    const kept = localStorage.getItem(key);
    return kept ? (JSON.parse(kept) as T) : plain;
  } catch {
    return plain;
  }
}

export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // private windows keep nothing; the choice lasts until the page is closed
  }
}

export function choose(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
  keep(KEY, settings);
  for (const watcher of watchers) watcher();
}

export const language = (): Language => settings.language;

export function useSettings(): Settings {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => settings,
  );
}
