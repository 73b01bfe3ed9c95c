// Proposes a role for a user.
import { Alert, DatePicker, Form, Input, Modal, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { ask } from "../../api/client";
import { useWho } from "../../app/session";
import { FieldHelp } from "../../parts/FieldHelp";
import { titleOf, useText } from "../../text";
import { useAct } from "./useAct";
import { useRoles } from "./useRoles";

export function ProposeGrant({ close }: { close: () => void }) {
  const t = useText();
  const a = t.admin;
  const who = useWho();
  const roles = useRoles().data?.roles ?? [];
  const [words, setWords] = useState({ login: "", role: "", region: who.region, grid: "", from: "", to: "" });
  const { act, isBusy, refusal } = useAct("grants");
  const put = (name: keyof typeof words) => (value: string) => setWords({ ...words, [name]: value });
  const propose = async () => {
    const { login, role, region, ...more } = words;
    const body = { login: login.trim(), role, region: region.trim(), ...Object.fromEntries(Object.entries(more).filter(([, value]) => value.trim() !== "")) };
    if (await act(() => ask("post", "/api/grants", { body }), a.proposed)) close();
  };
  const line = (name: "login" | "region" | "grid", label: React.ReactNode, must: boolean) => (
    <Form.Item label={label} htmlFor={`grant-${name}`} required={must}><Input id={`grant-${name}`} value={words[name]} maxLength={64} autoFocus={name === "login"} autoComplete="off" onChange={(event) => put(name)(event.target.value)} /></Form.Item>
  );
  const day = (name: "from" | "to", label: string) => (
    <Form.Item label={label} htmlFor={`grant-${name}`}><DatePicker id={`grant-${name}`} style={{ width: "100%" }} value={words[name] ? dayjs(words[name]) : null} onChange={(_, value) => put(name)(String(value))} /></Form.Item>
  );
  return (
    <Modal open title={a.propose} okText={a.propose} confirmLoading={isBusy} onOk={() => void propose()} onCancel={close} okButtonProps={{ disabled: !words.login.trim() || !words.role || !words.region.trim() }}>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      <Form layout="vertical">
        {line("login", a.login, true)}
        <Form.Item label={a.role} htmlFor="grant-role" required>
          <Select id="grant-role" showSearch optionFilterProp="label" value={words.role || undefined} onChange={put("role")} options={roles.map((role) => ({ value: role.name, label: titleOf(role.title) }))} />
        </Form.Item>
        {line("region", <>{a.region} <FieldHelp word="region" /></>, true)}
        {line("grid", <>{a.grid} <FieldHelp word="grid" /></>, false)}
        <div className="two">{day("from", a.from)}{day("to", a.to)}</div>
      </Form>
    </Modal>
  );
}
