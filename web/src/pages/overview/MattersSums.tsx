// Matters by kind and state, and terms that are over or end soon; each count leads to its list.
import { ExclamationCircleOutlined, WarningOutlined } from "@ant-design/icons";
import { Link } from "react-router-dom";
import type { MatterSum, Overview } from "../../api/shapes";
import { Section } from "../../parts/Facts";
import { MatterStateTag } from "../../parts/StateTag";
import { formatCount, today } from "../../text/format";
import { titleOf, useText } from "../../text";

export function MattersSums({ matters, due, more = {} }: { matters: MatterSum[]; due: Overview["due"]; more?: Record<string, string> }) {
  const o = useText().overview;
  const at = (words: Record<string, string>) => `/matters?${new URLSearchParams({ ...words, ...more })}`;
  const kinds = [...new Set(matters.map((one) => one.kind))];
  const yesterday = new Date(Date.parse(today()) - 86_400_000).toISOString().slice(0, 10);
  return (
    <Section title={o.matters}>
      <div className="terms">
        <Link to={at({ due_before: yesterday, sort: "due" })} className={due.overdue > 0 ? "term over" : "term"}><WarningOutlined aria-hidden /> <strong className="figures">{formatCount(due.overdue)}</strong> {o.overdue}</Link>
        <Link to={at({ ...(due.soon_until ? { due_before: due.soon_until } : {}), sort: "due" })} className={due.soon > 0 ? "term near" : "term"}><ExclamationCircleOutlined aria-hidden /> <strong className="figures">{formatCount(due.soon)}</strong> {o.soon}</Link>
      </div>
      {kinds.map((kind) => (
        <div key={kind} className="kind-sums">
          <h3>{titleOf(matters.find((one) => one.kind === kind)?.kind_title)}</h3>
          <ul>
            {matters.filter((one) => one.kind === kind).map((one) => (
              <li key={one.state}><Link to={at({ kind, state: one.state })}><MatterStateTag title={titleOf(one.state_title)} isFinal={one.is_final} /> <strong className="figures">{formatCount(one.count)}</strong></Link></li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}
