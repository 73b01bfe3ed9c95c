// Keys that pages listen for. Nothing is heard while somebody types, or while a dialog is open.
import { useEffect, useRef } from "react";

export type Keys = Record<string, () => void>;

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.("input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox]");
}

const hasDialog = () => document.querySelector(".ant-modal-wrap:not([style*='display: none'])") !== null;

/** `keys` names KeyboardEvent.key; two after each other are written "g f". */
export function useKeys(keys: Keys): void {
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    let before = "";
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || hasDialog()) return;
      if (isTyping(event.target) && event.key !== "Escape") return;
      if (event.key === "Enter" && (event.target as HTMLElement).closest?.("button, a, summary")) return;
      const act = now.current[`${before} ${event.key}`] ?? now.current[event.key];
      before = event.key;
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
}
