// Columns that have room: beside an open pane those of least weight are left out, so that none is cut.
import { type RefObject, useEffect, useState } from "react";
import type { RowColumn } from "./RowList";

const GAP = 12;
const leastOf = (width: string) => Number(/(\d+)px/.exec(width)?.[1] ?? 80);

export function fitColumns<T>(columns: RowColumn<T>[], room: number): RowColumn<T>[] {
  let kept = columns;
  const needs = () => kept.reduce((sum, column) => sum + leastOf(column.width) + GAP, GAP);
  while (room > 0 && kept.length > 2 && needs() > room) {
    const lightest = kept.reduce((one, other) => ((other.weight ?? 0) <= (one.weight ?? 0) ? other : one));
    kept = kept.filter((column) => column !== lightest);
  }
  return kept;
}

export function useWidth(element: RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
