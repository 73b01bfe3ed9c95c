// The overview for whoever reads findings of a region. Region, months and the wall stand in the address.
import { FullscreenExitOutlined, FullscreenOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useEffect } from "react";
import { Link } from "react-router-dom";
import { ask } from "../../api/client";
import { useKeys } from "../../app/keys";
import { setWall } from "../../app/wall";
import { Amount } from "../../parts/Amount";
import { Time } from "../../parts/Day";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Section } from "../../parts/Facts";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { FindingStateTag } from "../../parts/StateTag";
import { useUrlFilter } from "../../parts/useUrlFilter";
import { formatCount } from "../../text/format";
import { useText } from "../../text";
import { Funnel } from "./Funnel";
import { MattersSums } from "./MattersSums";
import { findingsAt } from "./sums";
import { TopList } from "./TopList";
import { TrendChart } from "./TrendChart";
import "./overview.css";

const NAMES = ["region", "from", "to", "wall"] as const;
const A_MINUTE = 60_000;

export default function OverviewPage() {
  const t = useText();
  const o = t.overview;
  const { set, one } = useUrlFilter(NAMES);
  const range = { region: one("region"), from: one("from"), to: one("to") };
  const isWall = one("wall") === "1";
  const overview = useQuery({
    queryKey: ["overview", range],
    queryFn: ({ signal }) => ask("get", "/api/overview", { query: { ...(range.region ? { region: range.region } : {}), ...(range.from ? { from: range.from } : {}), ...(range.to ? { to: range.to } : {}) }, signal }),
    refetchInterval: isWall ? A_MINUTE : false,
    placeholderData: (before) => before,
  });
  const regions = useQuery({ queryKey: ["overview", "regions"], queryFn: () => ask("get", "/api/overview"), staleTime: 600_000, select: (got) => got.regions });
  useEffect(() => {
    setWall(isWall);
    return () => setWall(false);
  }, [isWall]);
  useKeys({ Escape: () => isWall && set({ wall: null }, true) });
  const month = (name: "from" | "to", label: string) => (
    <DatePicker picker="month" aria-label={label} placeholder={label} value={range[name] ? dayjs(range[name]) : null} onChange={(_, value) => set({ [name]: String(value) })} style={{ width: 128 }} inputReadOnly />
  );
  const data = overview.data;
  return (
    <div className="page overview">
      <PageHeader title={o.title} extra={data && <>{o.asOf("")}<Time value={data.as_of} /></>}>
        {!isWall && (
          <>
            <Select aria-label={o.region} value={range.region} style={{ width: 148 }} onChange={(region) => set({ region })}
              options={[{ value: "", label: o.allRegions }, ...(regions.data ?? []).map((region) => ({ value: region.code, label: `${region.name} ${region.code}`.trim() }))]} />
            {month("from", o.from)}
            {month("to", o.to)}
          </>
        )}
        <Button className="wide-only" icon={isWall ? <FullscreenExitOutlined /> : <FullscreenOutlined />} onClick={() => set({ wall: isWall ? null : "1" }, true)}>{isWall ? o.leaveWall : o.wall}</Button>
      </PageHeader>
      {overview.error && !data && <ErrorState error={overview.error} again={() => void overview.refetch()} />}
      {overview.isPending && <Loading />}
      {data && data.found.count === 0 && data.matters.length === 0 && <EmptyState title={o.empty} hint={o.emptyHint} />}
      {data && (data.found.count > 0 || data.matters.length > 0) && (
        <div className="overview-grid">
          <Section title={o.funnel}>
            <Funnel data={data} range={range} />
            <p className="quiet">{o.funnelHint}</p>
            <ul className="state-sums">
              {data.states.map((sum) => (
                <li key={sum.state}><Link to={findingsAt(range, { state: sum.state })}><FindingStateTag state={sum.state} /> <strong className="figures">{formatCount(sum.count)}</strong> <span className="quiet"><Amount value={sum.net} withUnit /></span></Link></li>
              ))}
              <li><Link to={findingsAt(range, { certain: "true" })}><span className="certain sure">▲ {o.certain}</span> <strong className="figures">{formatCount(data.certain.count)}</strong> <span className="quiet"><Amount value={data.certain.net} withUnit /></span></Link></li>
            </ul>
          </Section>
          <MattersSums matters={data.matters} due={data.due} more={range.region ? { region: range.region } : {}} />
          <div className="whole"><TrendChart months={data.months} more={range.region ? { region: range.region } : {}} height={isWall ? 320 : 230} /></div>
          <TopList title={o.providers} label={o.providers} rows={data.providers.slice(0, 10)} to={(row) => `/providers/${row.code}`} confirmedTo={(row) => findingsAt(range, { provider: row.code, state: "confirmed" })} />
          <TopList title={o.rules} label={o.rules} rows={data.rules.slice(0, 10)} to={(row) => findingsAt(range, { rule: row.code })} confirmedTo={(row) => findingsAt(range, { rule: row.code, state: "confirmed" })} />
          {data.regions.length > 1 && <div className="whole"><TopList title={o.regions} label={o.regions} rows={data.regions} to={(row) => findingsAt(range, { region: row.code })} confirmedTo={(row) => findingsAt(range, { region: row.code, state: "confirmed" })} /></div>}
        </div>
      )}
    </div>
  );
}
