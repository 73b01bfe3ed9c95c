// A plain table for short lists; on a telephone each row becomes a card. Long lists use RowList.
import type { ReactNode } from "react";

export interface Column<T> {
  name: string;
  title: ReactNode;
  show: (row: T) => ReactNode;
  isRight?: boolean;
}

export function Table<T>({ columns, rows, keyOf, label }: { columns: Column<T>[]; rows: T[]; keyOf: (row: T) => string | number; label: string }) {
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead><tr>{columns.map((column) => <th key={column.name} scope="col" className={column.isRight ? "right" : ""}>{column.title}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.name} className={column.isRight ? "right" : ""}><span className="cell-name">{column.title}</span><span className="cell-value">{column.show(row)}</span></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
