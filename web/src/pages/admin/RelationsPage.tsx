// Declares why somebody has to stand aside from a subject.
import { Alert, Button, DatePicker, Form, Input, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { ask } from "../../api/client";
import type { components } from "../../api/schema.gen";
import { adminPages } from "../../app/navigation";
import { useWho } from "../../app/session";
import { Section } from "../../parts/Facts";
import { PageHeader } from "../../parts/PageHeader";
import { useText } from "../../text";
import { useAct } from "./useAct";

type RelationKind = components["schemas"]["relation"]["kind"];
const PLAIN = { login: "", subject: "", kind: "works_there" as RelationKind, from: "", to: "", note: "" };

export default function RelationsPage() {
  const t = useText();
  const a = t.admin;
  const who = useWho();
  const [words, setWords] = useState(PLAIN);
  const { act, isBusy, refusal } = useAct();
  const declare = async () => {
    const { login, subject, kind, ...more } = words;
    const body = { login: login.trim(), subject: subject.trim(), kind, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value.trim() !== "")) };
    if (await act(() => ask("post", "/api/relations", { body }), a.declared)) setWords(PLAIN);
  };
  const day = (name: "from" | "to", label: string) => (
    <Form.Item label={label} htmlFor={`relation-${name}`}><DatePicker id={`relation-${name}`} style={{ width: "100%" }} value={words[name] ? dayjs(words[name]) : null} onChange={(_, value) => setWords({ ...words, [name]: String(value) })} /></Form.Item>
  );
  return (
    <div className="page narrow-page">
      <PageHeader title={a.title} tabs={adminPages(who, t)} />
      <Section title={a.relations}>
        <p className="quiet">{a.relationsHint}</p>
        {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
        <Form layout="vertical" onFinish={() => void declare()}>
          <Form.Item label={a.login} htmlFor="relation-login" required><Input id="relation-login" value={words.login} onChange={(event) => setWords({ ...words, login: event.target.value })} /></Form.Item>
          <Form.Item label={a.relation} htmlFor="relation-kind"><Select id="relation-kind" value={words.kind} onChange={(kind) => setWords({ ...words, kind })} options={(Object.keys(a.relationKinds) as RelationKind[]).map((value) => ({ value, label: a.relationKinds[value] }))} /></Form.Item>
          <Form.Item label={a.subject} htmlFor="relation-subject" help={a.subjectHint} required><Input id="relation-subject" value={words.subject} maxLength={200} onChange={(event) => setWords({ ...words, subject: event.target.value })} /></Form.Item>
          <div className="two">{day("from", a.from)}{day("to", a.to)}</div>
          <Form.Item label={a.note} htmlFor="relation-note"><Input id="relation-note" value={words.note} maxLength={400} onChange={(event) => setWords({ ...words, note: event.target.value })} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={isBusy} disabled={!words.login.trim() || !words.subject.trim()}>{a.declare}</Button>
        </Form>
      </Section>
    </div>
  );
}
