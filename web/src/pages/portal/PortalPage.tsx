// The first page of a hospital's or pharmacy's officer: what has to be explained by when, and what was told.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router-dom";
import { ask } from "../../api/client";
import type { Finding, MatterLine } from "../../api/shapes";
import { useWho } from "../../app/session";
import { Amount } from "../../parts/Amount";
import { Due, Time } from "../../parts/Day";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Section } from "../../parts/Facts";
import { Loading } from "../../parts/Loading";
import { Message } from "../../parts/Message";
import { PageHeader } from "../../parts/PageHeader";
import { MatterStateTag } from "../../parts/StateTag";
import { titleOf, useText } from "../../text";

export default function PortalPage() {
  const t = useText();
  const p = t.portal;
  const who = useWho();
  const asked = useQuery({
    queryKey: ["matters", "asked"],
    queryFn: () => ask("get", "/api/matters", { query: { kind: "finding_review", state: ["explaining"], limit: 100 } }),
  });
  const findings = useQuery({
    queryKey: ["portal", "findings"],
    queryFn: () => ask("get", "/api/findings", { query: { state: ["in_review"], limit: 200 } }),
  });
  const findingOf = (number: string) => findings.data?.findings.find((finding) => finding.matter === number);
  const recoveries = useQuery({
    queryKey: ["matters", "recoveries"],
    queryFn: () => ask("get", "/api/matters", { query: { kind: "recovery", state: ["noticed", "paying", "overdue"], limit: 50 } }),
  });
  const notices = useQuery({ queryKey: ["notices", "portal"], queryFn: () => ask("get", "/api/notices", { query: { limit: 20 } }) });
  if (asked.error) return <ErrorState error={asked.error} again={() => void asked.refetch()} />;
  return (
    <div className="page">
      <PageHeader title={p.hello(who.login)} extra={who.organisation}>
        <Link to="/matters"><Button tabIndex={-1}>{p.matters}</Button></Link>
      </PageHeader>
      <div className="portal">
        <Section title={<>{p.asked} <span className="quiet figures">{asked.data?.matters.length ?? ""}</span></>}>
          {asked.isPending && <Loading />}
          {asked.data?.matters.length === 0 && <EmptyState title={p.noAsked} hint={p.noAskedHint} />}
          {(asked.data?.matters.length ?? 0) > 0 && <p className="quiet">{p.askedHint}</p>}
          <ul className="asked">{asked.data?.matters.map((row) => <AskedLine key={row.number} row={row} finding={findingOf(row.number)} label={p.explain} isMain />)}</ul>
        </Section>
        <div>
          {(recoveries.data?.matters.length ?? 0) > 0 && (
            <Section title={p.recoveries}><ul className="asked">{recoveries.data?.matters.map((row) => <AskedLine key={row.number} row={row} label={t.keys.open} />)}</ul></Section>
          )}
          <Section title={p.messages} extra={<Link to="/notices">{p.allMatters}</Link>}>
            {notices.data?.notices.length === 0 && <p className="quiet">{p.noMessages}</p>}
            <ul className="notices">
              {(notices.data?.notices ?? []).slice(-8).reverse().map((notice) => (
                <li key={notice.id} className="notice"><div><div><Message>{notice.message}</Message></div><div className="quiet"><Time value={notice.at} /> · <Link to={`/matters/${notice.number}`}>{t.notices.open}</Link></div></div></li>
              ))}
            </ul>
          </Section>
        </div>
      </div>
    </div>
  );
}

function AskedLine({ row, finding, label, isMain = false }: { row: MatterLine; finding?: Finding; label: string; isMain?: boolean }) {
  return (
    <li>
      <div className="grow">
        {finding && <div className="row"><strong className="cut">{finding.rule_name}</strong><Amount value={finding.net} withUnit /></div>}
        {finding && <div className="asked-message">{finding.message}</div>}
        <div className="figures quiet">{row.number}</div>
        <div className="row wrap"><MatterStateTag title={titleOf(row.state_title)} /><Due value={row.due} /></div></div>
      <Link to={`/matters/${row.number}`}><Button type={isMain ? "primary" : "default"} tabIndex={-1}>{label}</Button></Link>
    </li>
  );
}
