// The reading pane: all there is of a finding, in sections; those of its evidence come when they are worked out.
import { Button } from "antd";
import { Link } from "react-router-dom";
import type { Finding } from "../../api/shapes";
import { useMay } from "../../app/session";
import { Amount } from "../../parts/Amount";
import { Day } from "../../parts/Day";
import { Facts, Section } from "../../parts/Facts";
import { ProviderLink } from "../../parts/ProviderLink";
import { FieldHelp } from "../../parts/FieldHelp";
import { FindingStateTag } from "../../parts/StateTag";
import { useText } from "../../text";
import { CertainTag } from "./columns";
import { EvidenceSections } from "./evidence/EvidenceSections";
import { ReviewSection } from "./ReviewSection";

interface Props {
  finding: Finding;
  openReview: () => void;
  isOpening: boolean;
}

export function FindingPane({ finding, openReview, isOpening }: Props) {
  const t = useText();
  const f = t.findings;
  const may = useMay();
  const mayOpen = !finding.matter && finding.state === "open" && may("finding.assign");
  return (
    <div className="finding">
      <p className="finding-message">{finding.message}</p>
      <div className="row wrap">
        <FindingStateTag state={finding.state} />
        <CertainTag isCertain={finding.certain} t={t} /> <FieldHelp word="certain" />
        <span className="grow" />
        <strong className="big"><Amount value={finding.net} withUnit /></strong> <FieldHelp word="net" />
        {mayOpen && <Button type="primary" loading={isOpening} onClick={openReview}>{f.openReview} <kbd className="wide-only">o</kbd></Button>}
      </div>
      <Section title={f.review}>
        {finding.matter ? <ReviewSection number={finding.matter} /> : <p className="quiet">{f.noReview}</p>}
      </Section>
      <EvidenceSections key={finding.id} id={finding.id} person={finding.person} />
      <Section title={f.what}>
        <Facts facts={[
          [f.rule, <Link to={`/findings?rule=${finding.rule}`} title={f.sameRule}>{finding.rule} {finding.rule_name}</Link>],
          !!finding.item_name && [f.item, finding.item_name],
          [f.run, <span className="figures">{finding.run}</span>],
          [f.id, <span className="mono break">{finding.id}</span>],
        ]} />
      </Section>
      <Section title={f.where}>
        <Facts facts={[
          [f.provider, <><ProviderLink code={finding.provider} name={finding.provider_name} /> <Link className="quiet" to={`/findings?provider=${finding.provider}`}>{f.sameProvider}</Link></>],
          [f.day, <Day value={finding.day} />],
          [<>{f.person} <FieldHelp word="person" /></>, <Link className="mono break" to={`/findings?person=${finding.person}`} title={f.samePerson}>{finding.person}</Link>],
          !!finding.visit && [f.visit, <span className="figures break">{finding.visit}</span>],
          [<>{f.region} <FieldHelp word="region" /></>, <span className="figures">{finding.region}</span>],
        ]} />
      </Section>
    </div>
  );
}
