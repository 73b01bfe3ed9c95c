// Opens a matter by the opening act of its kind.
import { Alert, Form, Input, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { ask, freshKey } from "../../api/client";
import { useWho } from "../../app/session";
import { EmptyState } from "../../parts/EmptyState";
import { Section } from "../../parts/Facts";
import { FieldHelp } from "../../parts/FieldHelp";
import { PageHeader } from "../../parts/PageHeader";
import { titleOf, useText } from "../../text";
import { ActForm, type ActWords } from "../matter/ActForm";
import { useRefresh } from "../matter/useMatter";
import { useOpeners } from "./useOpeners";

export default function OpenMatterPage() {
  const t = useText();
  const go = useNavigate();
  const who = useWho();
  const refresh = useRefresh();
  const openers = useOpeners();
  const [name, setName] = useState("");
  const [subject, setSubject] = useState("");
  const [region, setRegion] = useState(who.region);
  const opener = openers.find(({ kind, action }) => `${kind.name} ${action.name}` === name) ?? openers[0];
  const open = async (words: ActWords) => {
    if (!opener) return;
    const reply = await ask("post", "/api/matters", { key: freshKey(), body: { kind: opener.kind.name, subject: subject.trim(), region: region.trim(), action: opener.action.name, ...words } });
    await refresh();
    go(`/matters/${reply.number}`);
  };
  if (openers.length === 0) return <EmptyState title={t.frame.lost} hint={t.frame.lostHint} />;
  return (
    <div className="page narrow-page">
      <PageHeader title={t.matters.openNew} />
      <Section title={t.matters.openKind}>
        <Form layout="vertical">
          <Form.Item label={t.matters.openAct} htmlFor="open-kind">
            <Select id="open-kind" value={opener && `${opener.kind.name} ${opener.action.name}`} onChange={setName} options={openers.map(({ kind, action }) => ({ value: `${kind.name} ${action.name}`, label: `${titleOf(kind.title)} · ${titleOf(action.title)}` }))} />
          </Form.Item>
          <Form.Item label={t.matters.subject} htmlFor="open-subject" required><Input id="open-subject" value={subject} maxLength={128} onChange={(event) => setSubject(event.target.value)} /></Form.Item>
          <Form.Item label={<>{t.matters.region} <FieldHelp word="region" /></>} htmlFor="open-region" required><Input id="open-region" className="figures" value={region} maxLength={12} onChange={(event) => setRegion(event.target.value)} /></Form.Item>
        </Form>
      </Section>
      {opener && (
        <Section title={titleOf(opener.action.title)}>
          {!subject.trim() && <Alert type="info" message={`${t.matters.subject}: ${t.frame.required}`} className="after" />}
          <ActForm key={opener.kind.name + opener.action.name} kind={opener.kind} action={opener.action} number={null} submit={open} label={titleOf(opener.action.title)} />
        </Section>
      )}
    </div>
  );
}
