// Adds an organisation or changes one. The API lists none; codes of users' organisations are offered.
import { useQuery } from "@tanstack/react-query";
import { Alert, AutoComplete, Button, Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import type { components } from "../../api/schema.gen";
import { adminPages } from "../../app/navigation";
import { useMay, useWho } from "../../app/session";
import { Section } from "../../parts/Facts";
import { FieldHelp } from "../../parts/FieldHelp";
import { PageHeader } from "../../parts/PageHeader";
import { useText } from "../../text";
import { useAct } from "./useAct";

type OrganisationKind = components["schemas"]["organisation"]["kind"];

export default function OrganisationsPage() {
  const t = useText();
  const a = t.admin;
  const who = useWho();
  const may = useMay();
  const [words, setWords] = useState({ code: "", name: "", kind: "hospital" as OrganisationKind, region: who.region, is_closed: false });
  const { act, isBusy, refusal } = useAct();
  const users = useQuery({ queryKey: ["users"], queryFn: () => ask("get", "/api/users"), select: (got) => got.users, enabled: may("user.keep") });
  const codes = [...new Set((users.data ?? []).map((user) => user.organisation))].sort();
  const save = async () => {
    const { code, ...body } = words;
    await act(() => ask("put", "/api/organisations/{code}", { path: { code: code.trim() }, body: { ...body, name: body.name.trim(), region: body.region.trim() } }), a.kept);
  };
  return (
    <div className="page narrow-page">
      <PageHeader title={a.title} tabs={adminPages(who, t)} />
      <Section title={a.organisations}>
        <p className="quiet">{a.organisationsHint}</p>
        {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
        <Form layout="vertical" onFinish={() => void save()}>
          <Form.Item label={a.code} htmlFor="organisation-code" required>
            <AutoComplete id="organisation-code" value={words.code} onChange={(code) => setWords({ ...words, code })} options={codes.length > 0 ? [{ label: a.knownCodes, options: codes.map((code) => ({ value: code })) }] : []} />
          </Form.Item>
          <Form.Item label={a.orgName} htmlFor="organisation-name" required><Input id="organisation-name" maxLength={128} value={words.name} onChange={(event) => setWords({ ...words, name: event.target.value })} /></Form.Item>
          <Form.Item label={a.kind} htmlFor="organisation-kind"><Select id="organisation-kind" value={words.kind} onChange={(kind) => setWords({ ...words, kind })} options={(Object.keys(a.kinds) as OrganisationKind[]).map((value) => ({ value, label: a.kinds[value] }))} /></Form.Item>
          <Form.Item label={<>{a.region} <FieldHelp word="region" /></>} htmlFor="organisation-region" required><Input id="organisation-region" className="figures" maxLength={12} value={words.region} onChange={(event) => setWords({ ...words, region: event.target.value })} /></Form.Item>
          <Form.Item><Checkbox checked={words.is_closed} onChange={(event) => setWords({ ...words, is_closed: event.target.checked })}>{a.closed}</Checkbox></Form.Item>
          <Button type="primary" htmlType="submit" loading={isBusy} disabled={!/^[A-Za-z0-9]{1,64}$/.test(words.code.trim()) || !words.name.trim() || !words.region.trim()}>{t.frame.save}</Button>
        </Form>
      </Section>
    </div>
  );
}
