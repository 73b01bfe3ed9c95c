// Kinds of matters: states and acts as a picture, and what they rest on.
import { Select } from "antd";
import { ErrorState } from "../../parts/ErrorState";
import { Section } from "../../parts/Facts";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { Table } from "../../parts/Table";
import { useUrlFilter } from "../../parts/useUrlFilter";
import { titleOf, useText } from "../../text";
import { Diagram } from "../matter/Diagram";
import { useKind, useKinds } from "../matter/useMatter";
import { mattersTabs } from "./mattersTabs";

const NAMES = ["kind"] as const;

export default function KindsPage() {
  const t = useText();
  const { one, set } = useUrlFilter(NAMES);
  const kinds = useKinds();
  const name = one("kind") || kinds.data?.[0]?.name;
  const asked = useKind(name);
  const kind = asked.data;
  const roles = new Map([...(kind?.roles ?? []), ...(kind?.parts ?? [])].map((role) => [role.name, titleOf(role.title)]));
  return (
    <div className="page">
      <PageHeader title={t.matters.title} tabs={mattersTabs(t)}>
        <Select aria-label={t.matters.kind} value={name} style={{ minWidth: 180 }} onChange={(value) => set({ kind: value })} options={(kinds.data ?? []).map((candidate) => ({ value: candidate.name, label: titleOf(candidate.title) }))} />
      </PageHeader>
      {asked.error && <ErrorState error={asked.error} />}
      {!kind && !asked.error && <Loading />}
      {kind && (
        <>
          <Diagram kind={kind} />
          <Section title={t.matter.actsHere}>
            <Table label={t.matter.actsHere} keyOf={(action) => action.name} rows={kind.actions} columns={[
              { name: "title", title: t.matter.actsHere, show: (action) => titleOf(action.title) },
              { name: "from", title: t.matters.state, show: (action) => (action.opens ? t.matter.initial : action.from.map((state) => titleOf(kind.states.find((one) => one.name === state)?.title)).join(" · ")) },
              { name: "by", title: t.admin.role, show: (action) => (action.by_clock ? t.matter.byClock : [...action.roles, ...action.parts].map((role) => roles.get(role) ?? role).join(" · ")) },
              { name: "must", title: t.frame.required, show: (action) => [...action.must.fields.map((field) => titleOf(kind.fields.find((one) => one.name === field)?.title)), ...action.must.people.map((part) => roles.get(part) ?? part), ...action.must.documents.map((document) => titleOf(kind.documents.find((one) => one.name === document)?.title))].join(" · ") },
            ]} />
          </Section>
          <Section title={t.matter.basis}>
            <ul className="plain">{kind.basis.map((basis) => <li key={basis.document + basis.clause}>《{basis.document}》{basis.clause}</li>)}</ul>
          </Section>
        </>
      )}
    </div>
  );
}
