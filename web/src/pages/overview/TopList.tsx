// Providers, rules or regions by money, with bars beside the figures, and the share that was confirmed.
import type { ReactNode } from "react";
import { Link } from "react-router-dom";
import type { TopSum } from "../../api/shapes";
import { Amount } from "../../parts/Amount";
import { Section } from "../../parts/Facts";
import { formatCount } from "../../text/format";
import { useText } from "../../text";
import { precisionOf, share } from "./sums";

interface Props {
  title: ReactNode;
  label: string;
  rows: TopSum[];
  to: (row: TopSum) => string;
  confirmedTo: (row: TopSum) => string;
}

export function TopList({ title, label, rows, to, confirmedTo }: Props) {
  const o = useText().overview;
  const most = rows[0]?.found.net ?? "0";
  return (
    <Section title={title}>
      <table className="top-list" aria-label={label}>
        <thead><tr><th scope="col"><span className="hidden">{label}</span></th><th scope="col" className="right">{o.found}</th><th scope="col" className="right">{o.confirmed}</th><th scope="col" className="right" title={o.precisionHint}>{o.precision}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.code}>
              <th scope="row">
                <Link to={to(row)} title={`${row.name} ${row.code}`}>{row.name || row.code}</Link> {row.name && <span className="quiet figures">{row.code}</span>}
                <span className="top-track" aria-hidden><span style={{ width: `${share(row.found.net, most)}%` }} /></span>
              </th>
              <td className="right"><Amount value={row.found.net} /><div className="quiet figures">{o.findings(formatCount(row.found.count))}</div></td>
              <td className="right"><Link to={confirmedTo(row)}><Amount value={row.confirmed.net} /></Link></td>
              <td className="right figures">{precisionOf(row) ?? <span className="quiet" title={o.noPrecision}>—</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
