// A long list: only rows in sight are drawn. A grid of columns when wide, cards on a telephone. j, k, Enter and x work on it.
import { Checkbox } from "antd";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MutableRefObject, type ReactNode, useEffect, useRef } from "react";
import { useKeys } from "../app/keys";
import { useSettings } from "../app/settings";
import { useText } from "../text";
import { fitColumns, useWidth } from "./fitColumns";
import { useIsNarrow } from "./useIsNarrow";
import { type Fetch, type PagedRows, usePagedRows } from "./usePagedRows";

export interface RowColumn<T> {
  name: string;
  title: ReactNode;
  width: string; // of a CSS grid
  isRight?: boolean;
  weight?: number; // the least goes first where there is no room for all
  show: (row: T) => ReactNode;
}

export interface RowListProps<T> {
  label: string;
  listKey: readonly unknown[];
  fetch: Fetch<T>;
  columns: RowColumn<T>[];
  keyOf: (row: T) => string;
  card: (row: T) => ReactNode;
  cardHeight: number;
  current: string | null; // key of the row that is open
  open: (row: T) => void;
  cursor: number; // place of the row that keys act on
  setCursor: (place: number) => void;
  chosen?: Map<string, T>;
  choose?: (row: T, isChosen: boolean) => void;
  empty: ReactNode;
  failed: (error: unknown, again: () => void) => ReactNode;
  onFirst?: (rows: PagedRows<T>) => void;
  fits?: boolean; // columns without room are left out
  mover?: MutableRefObject<(by: number) => void>; // for buttons that go on outside of the list
}

export function RowList<T>(props: RowListProps<T>) {
  const { keyOf, chosen, choose, cursor, setCursor } = props;
  const t = useText();
  const isNarrow = useIsNarrow();
  const { density } = useSettings();
  const height = isNarrow ? props.cardHeight : density === "dense" ? 34 : 44;
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const columns = props.fits ? fitColumns(props.columns, width - (choose ? 46 : 0) - 16) : props.columns;
  const range = useRef({ from: 0, to: 30 });
  const rows = usePagedRows(props.listKey, props.fetch, range.current.from, range.current.to);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12 });
  useEffect(() => virtual.measure(), [height, virtual]);
  const shown = virtual.getVirtualItems();
  range.current = { from: shown[0]?.index ?? 0, to: shown[shown.length - 1]?.index ?? 30 };
  const { onFirst } = props;
  const first = rows.first;
  useEffect(() => {
    if (first) onFirst?.(rows);
  }, [first, rows.isEnded]); // eslint-disable-line -- told once for each answer
  const move = (by: number) => {
    const place = Math.max(0, Math.min(rows.length - 1, cursor + by));
    setCursor(place);
    virtual.scrollToIndex(place, { align: "auto" });
    const row = rows.rowAt(place);
    if (row && props.current !== null) props.open(row);
  };
  if (props.mover) props.mover.current = move;
  const act = (does: (row: T) => void) => {
    const row = rows.rowAt(cursor);
    if (row) does(row);
  };
  useKeys({
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), n: () => move(1), p: () => move(-1), ArrowUp: () => move(-1),
    Enter: () => act(props.open),
    x: () => act((row) => choose?.(row, !chosen?.has(keyOf(row)))),
  });
  if (rows.error && !first) return <div ref={frame} className="row-list">{props.failed(rows.error, rows.again)}</div>;
  if (first && first.rows.length === 0) return <div ref={frame} className="row-list">{props.empty}</div>;
  const template = `${choose ? "34px " : ""}${columns.map((column) => column.width).join(" ")}`;
  return (
    <div ref={frame} className={isNarrow ? "row-list narrow" : `row-list ${density}`}>
      <div className="row-scroll" ref={scroller} tabIndex={0} role="grid" aria-label={props.label} aria-rowcount={rows.isEnded ? rows.length + 1 : -1} aria-busy={rows.isLoading}>
        {!isNarrow && (
          <div role="rowgroup" className="row-head-group"><div className="row-head" role="row" style={{ gridTemplateColumns: template }}>
            {choose && <span role="columnheader"><span className="hidden">{t.findings.chooseRow}</span></span>}
            {columns.map((column) => <span key={column.name} role="columnheader" className={column.isRight ? "right" : ""}>{column.title}</span>)}
          </div></div>
        )}
        <div style={{ height: virtual.getTotalSize(), position: "relative", minWidth: isNarrow ? 0 : "fit-content" }} role="rowgroup">
          {shown.map((item) => {
            const row = rows.rowAt(item.index);
            const key = row ? keyOf(row) : `at-${item.index}`;
            const names = ["row-line", item.index === cursor ? "is-cursor" : "", row && key === props.current ? "is-current" : ""].join(" ");
            const style = { height, transform: `translateY(${item.start}px)`, ...(isNarrow ? {} : { gridTemplateColumns: template }) };
            const pick = () => {
              if (!row) return;
              setCursor(item.index);
              props.open(row);
            };
            const box = choose && row && (
              <span role="gridcell" className="row-choose" onClick={(event) => event.stopPropagation()}>
                <Checkbox checked={chosen?.has(key) ?? false} onChange={(event) => choose(row, event.target.checked)} aria-label={`${t.findings.chooseRow} ${item.index + 1}`} />
              </span>
            );
            return (
              <div key={item.index} role="row" aria-rowindex={item.index + 2} aria-selected={key === props.current} className={names} style={style} onClick={pick}>
                {!row && <span role="gridcell" className="skeleton" />}
                {row && box}
                {row && isNarrow && <div role="gridcell" className="card-cell">{props.card(row)}</div>}
                {row && !isNarrow && columns.map((column) => <span key={column.name} role="gridcell" className={column.isRight ? "right" : ""}>{column.show(row)}</span>)}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
