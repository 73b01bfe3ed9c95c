// One matter: what it is about, what happened, and what the caller can do.
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router-dom";
import { isInstitution, useWho } from "../../app/session";
import { Day } from "../../parts/Day";
import { ErrorState } from "../../parts/ErrorState";
import { Section } from "../../parts/Facts";
import { Loading } from "../../parts/Loading";
import { MatterStateTag } from "../../parts/StateTag";
import { titleOf, useText } from "../../text";
import { Diagram } from "./Diagram";
import { FilesSection } from "./FilesSection";
import { FieldsSection, PeopleAndTerms } from "./MatterFacts";
import { Offers } from "./Offers";
import { Timeline } from "./Timeline";
import { useKind, useMatter } from "./useMatter";

export default function MatterPage() {
  const t = useText();
  const who = useWho();
  const { number = "" } = useParams();
  const matter = useMatter(number);
  const kind = useKind(matter.data?.kind, matter.data?.version).data;
  const [hasDiagram, setHasDiagram] = useState(false);
  if (matter.error && !matter.data) return <ErrorState error={matter.error} again={() => void matter.refetch()} />;
  if (!matter.data || !kind) return <Loading />;
  const one = matter.data;
  const state = kind.states.find((candidate) => candidate.name === one.state);
  return (
    <div className="page matter">
      <header className="matter-head">
        <Link to="/matters" className="quiet">‹ {t.matters.title}</Link>
        <h1>{titleOf(one.kind_title)} <span className="figures quiet">{one.number}</span></h1>
        <div className="row wrap">
          <MatterStateTag title={titleOf(one.state_title)} isInitial={state?.is_initial ?? false} isFinal={state?.is_final ?? false} />
          <span>{t.matter.subject} <strong className="figures">{one.subject}</strong></span>
          <span className="quiet">{t.matter.region} {one.region} · {t.matter.opened} <Day value={one.opened} /></span>
          <span className="grow" />
          <Button size="small" className="wide-only" aria-expanded={hasDiagram} onClick={() => setHasDiagram(!hasDiagram)}>{t.matter.diagram}</Button>
        </div>
      </header>
      {hasDiagram && <Diagram kind={kind} matter={one} />}
      <div className="matter-body">
        <div className="matter-main">
          <Offers matter={one} kind={kind} />
          <FieldsSection matter={one} kind={kind} />
          <FilesSection matter={one} kind={kind} />
        </div>
        <div className="matter-side">
          <PeopleAndTerms matter={one} kind={kind} />
          {one.history.length > 0 && <Section title={t.matter.history}><Timeline matter={one} kind={kind} /></Section>}
          {isInstitution(who) && <p className="quiet">{kind.basis.map((basis) => `《${basis.document}》${basis.clause}`).join("；")}</p>}
        </div>
      </div>
    </div>
  );
}
