// The evidence of a finding in its reading pane; asked for when the pane opens.
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router-dom";
import { ask } from "../../../api/client";
import type { Evidence } from "../../../api/shapes";
import { useMay } from "../../../app/session";
import { Amount } from "../../../parts/Amount";
import { ErrorState } from "../../../parts/ErrorState";
import { Facts, Section } from "../../../parts/Facts";
import { Loading } from "../../../parts/Loading";
import { Tape } from "../../../parts/Tape";
import { titleOf, useText } from "../../../text";
import { LinesSection } from "./LinesSection";
import { WhySection } from "./WhySection";
import "./evidence.css";

export function EvidenceSections({ id, person }: { id: string; person: string }) {
  const t = useText();
  const e = t.evidence;
  const may = useMay();
  const evidence = useQuery({ queryKey: ["evidence", id], queryFn: ({ signal }) => ask("get", "/api/findings/{id}/evidence", { path: { id }, signal }), staleTime: 300_000 });
  if (evidence.error) return <ErrorState error={evidence.error} again={() => void evidence.refetch()} />;
  if (!evidence.data) return <Loading />;
  const one = evidence.data;
  return (
    <>
      {one.rule_was_changed && <p className="quiet" role="note">{e.changedRule}</p>}
      <LinesSection lines={one.lines} leftOut={one.lines_left_out} />
      <Section title={e.tape} extra={may("finding.read") && <Link to={`/people/${person}`}>{t.profiles.person}</Link>}>
        <Tape visits={one.visits} items={one.items} leftOut={one.visits_left_out} />
      </Section>
      <WhySection formulas={one.formulas} outcome={e.outcomes[one.outcome]} />
      <MoneySection one={one} />
      {one.changes.length > 0 && (
        <Section title={e.changes}>
          <ul className="changes">{one.changes.map((change, place) => <li key={place}>{titleOf(change)}</li>)}</ul>
          <p className="quiet">{e.changesHint}</p>
        </Section>
      )}
      {one.exceptions.length > 0 && <Section title={e.exceptions}><ul className="changes">{one.exceptions.map((exception) => <li key={exception.id}>{titleOf(exception)}</li>)}</ul></Section>}
      {one.windows.length > 0 && <Section title={e.windows}><Facts facts={one.windows.map((window) => [<code>{window.name}</code>, window.value])} /></Section>}
      <Section title={e.facts}>
        {one.facts.map((group) => (
          <details key={group.name} className="fact-group" open={group.name === "rule" || group.name === "point"}>
            <summary>{group.label}</summary>
            <Facts facts={group.facts.map((fact) => [fact.label, fact.value])} />
          </details>
        ))}
      </Section>
    </>
  );
}

function MoneySection({ one }: { one: Evidence }) {
  const t = useText();
  const e = t.evidence;
  return (
    <Section title={t.findings.money}>
      <Facts facts={[
        [t.findings.gross, <Amount value={one.gross} withUnit />],
        one.cap !== null && [e.cap, <><Amount value={one.cap} withUnit /> <span className="quiet">{e.capHint}</span></>],
      ]} />
      {one.taken.length > 1 && (
        <table className="taken">
          <caption>{e.taken}</caption>
          <thead><tr><th scope="col">{t.findings.rule}</th><th scope="col" className="right">{e.fromHere}</th><th scope="col" className="right">{t.findings.net}</th></tr></thead>
          <tbody>
            {one.taken.map((other) => (
              <tr key={other.finding} className={other.is_this ? "is-this" : ""}>
                <td>{other.is_this ? <strong>{other.rule} · {e.thisOne}</strong> : <Link to={`/findings?id=${other.finding}`}>{other.rule}</Link>}</td>
                <td className="right"><Amount value={other.from_here} /></td>
                <td className="right"><Amount value={other.net} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
