// An insured person by pseudonym: all visits on a line of time and as a table. Every look is recorded, and the page says so.
import { EyeOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useParams } from "react-router-dom";
import { ask } from "../../api/client";
import type { Visits } from "../../api/shapes";
import { Amount } from "../../parts/Amount";
import { Day } from "../../parts/Day";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Facts, Section } from "../../parts/Facts";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { ProviderLink } from "../../parts/ProviderLink";
import { Table } from "../../parts/Table";
import { Tape } from "../../parts/Tape";
import { useText } from "../../text";

export default function PersonPage() {
  const t = useText();
  const p = t.profiles;
  const { pseudonym = "" } = useParams();
  const person = useQuery({ queryKey: ["person", pseudonym], queryFn: () => ask("get", "/api/people/{person}", { path: { person: pseudonym } }), staleTime: 300_000 }); // each time that it is asked stands in the trail
  if (person.error) return <ErrorState error={person.error} again={() => void person.refetch()} />;
  if (!person.data) return <Loading />;
  const one = person.data;
  return (
    <div className="page">
      <PageHeader title={p.person} extra={<span className="mono break">{pseudonym}</span>}>
        <Link to={`/findings?person=${pseudonym}`}><Button tabIndex={-1}>{p.allFindings}</Button></Link>
      </PageHeader>
      <p className="chosen" role="note"><EyeOutlined aria-hidden /> {p.looked}</p>
      <Section title={p.person}>
        <Facts facts={[
          !!one.sex && [p.sex, one.sex],
          !!one.birth_date && [p.birth, <Day value={one.birth_date} />],
          !!one.person_type && [p.type, one.person_type],
        ]} />
      </Section>
      {one.visits.length === 0 && <EmptyState title={p.noVisits} />}
      {one.visits.length > 0 && (
        <>
          <Section title={t.evidence.tape}><Tape visits={one.visits} items={one.items} leftOut={one.visits_left_out} /></Section>
          <Table<Visits[number]> label={p.visits} rows={[...one.visits].reverse()} keyOf={(visit) => visit.id} columns={[
            { name: "start", title: p.start, show: (visit) => <Day value={visit.start} /> },
            { name: "end", title: p.end, show: (visit) => (visit.end ? <Day value={visit.end} /> : t.evidence.goesOn) },
            { name: "kind", title: p.kind, show: (visit) => visit.kind_label },
            { name: "provider", title: t.findings.provider, show: (visit) => <ProviderLink code={visit.provider} name={visit.provider_name} /> },
            { name: "diagnosis", title: p.diagnosis, show: (visit) => visit.diagnosis },
            { name: "amount", title: t.findings.money, isRight: true, show: (visit) => <Amount value={visit.amount} /> },
          ]} />
        </>
      )}
    </div>
  );
}
