// From found to recovered: each bar is as long as its money, each figure leads to what is behind it.
import { Link } from "react-router-dom";
import type { Overview } from "../../api/shapes";
import { Amount } from "../../parts/Amount";
import { formatCount } from "../../text/format";
import { useText } from "../../text";
import { findingsAt, type Range, recovered, share, sumOf } from "./sums";

export function Funnel({ data, range }: { data: Overview; range: Range }) {
  const o = useText().overview;
  const review = sumOf(data.states, "in_review", "confirmed", "rejected", "closed");
  const back = recovered(data.postings);
  const steps = [
    { name: o.found, net: data.found.net, count: data.found.count, to: findingsAt(range) },
    { name: o.inReview, net: review.net, count: review.count, to: findingsAt(range, { state: ["in_review", "confirmed", "rejected", "closed"] }) },
    { name: o.confirmed, net: data.confirmed.net, count: data.confirmed.count, to: findingsAt(range, { state: "confirmed" }) },
    { name: o.recovered, net: back, count: null, to: "/matters?kind=recovery" },
  ];
  return (
    <ol className="funnel">
      {steps.map((step, place) => (
        <li key={step.name}>
          <Link to={step.to} className="funnel-step">
            <span className="funnel-name">{step.name}</span>
            <strong className="funnel-net"><Amount value={step.net} withUnit /></strong>
            <span className="quiet figures funnel-count">{step.count !== null && o.findings(formatCount(step.count))}</span>
            <span className="funnel-track"><span className={`funnel-bar at-${place}`} style={{ width: Number(step.net) > 0 ? `${Math.max(0.5, share(step.net, data.found.net))}%` : 0 }} /></span>
          </Link>
        </li>
      ))}
    </ol>
  );
}
