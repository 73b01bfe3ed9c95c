// A provider: its findings by month, rule and state, its matters, and its place among all.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useParams } from "react-router-dom";
import { ask } from "../../api/client";
import { Amount } from "../../parts/Amount";
import { Time } from "../../parts/Day";
import { ErrorState } from "../../parts/ErrorState";
import { Facts, Section } from "../../parts/Facts";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { FindingStateTag } from "../../parts/StateTag";
import { formatCount } from "../../text/format";
import { useText } from "../../text";
import { MattersSums } from "../overview/MattersSums";
import { precisionOf } from "../overview/sums";
import { TopList } from "../overview/TopList";
import { TrendChart } from "../overview/TrendChart";
import "../overview/overview.css";

export default function ProviderPage() {
  const t = useText();
  const o = t.overview;
  const { code = "" } = useParams();
  const provider = useQuery({ queryKey: ["provider", code], queryFn: ({ signal }) => ask("get", "/api/providers/{code}", { path: { code }, signal }) });
  if (provider.error) return <ErrorState error={provider.error} again={() => void provider.refetch()} />;
  if (!provider.data) return <Loading />;
  const one = provider.data;
  const at = (more: Record<string, string>) => `/findings?${new URLSearchParams({ provider: code, ...more })}`;
  const certain = <Link to={at({ certain: "true" })}><Amount value={one.certain.net} withUnit /> <span className="quiet">{o.findings(formatCount(one.certain.count))}</span></Link>;
  return (
    <div className="page">
      <PageHeader title={one.name || code} extra={<><span className="figures">{code}</span> · {t.profiles.kinds[one.kind] ?? one.kind} · {one.region}</>}>
        <Link to={at({})}><Button tabIndex={-1}>{t.profiles.allFindings}</Button></Link>
      </PageHeader>
      <div className="overview-grid">
        <Section title={o.findings(formatCount(one.found.count))} extra={<span className="quiet">{t.profiles.asOf} <Time value={one.as_of} /></span>}>
          <Facts facts={[
            [o.found, <><strong className="big"><Amount value={one.found.net} withUnit /></strong> <span className="quiet">{t.profiles.rank(formatCount(one.rank), formatCount(one.of))}</span></>],
            [o.certain, certain],
            [o.confirmed, <Link to={at({ state: "confirmed" })}><Amount value={one.confirmed.net} withUnit /></Link>],
            [o.rejected, <Link to={at({ state: "rejected" })}><Amount value={one.rejected.net} withUnit /></Link>],
            [o.precision, precisionOf(one) ?? <span className="quiet">{o.noPrecision}</span>],
          ]} />
          <ul className="state-sums after-facts">
            {one.states.map((sum) => <li key={sum.state}><Link to={at({ state: sum.state })}><FindingStateTag state={sum.state} /> <strong className="figures">{formatCount(sum.count)}</strong></Link></li>)}
          </ul>
        </Section>
        <MattersSums matters={one.matters} due={one.due} more={{ subject: code }} />
        <div className="whole"><TrendChart months={one.months} more={{ provider: code }} /></div>
        <div className="whole"><TopList title={t.profiles.rules} label={t.profiles.rules} rows={one.rules} to={(row) => at({ rule: row.code })} confirmedTo={(row) => at({ rule: row.code, state: "confirmed" })} /></div>
      </div>
    </div>
  );
}
