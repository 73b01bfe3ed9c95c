// Adds a user.
import { Alert, Form, Input, Modal } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { useText } from "../../text";
import { useAct } from "./useAct";

const PLAIN = { login: "", name: "", organisation: "", unit: "", phone: "", certificate: "" };

export function AddUser({ close }: { close: () => void }) {
  const t = useText();
  const a = t.admin;
  const [words, setWords] = useState(PLAIN);
  const { act, isBusy, refusal } = useAct("users");
  const add = async () => {
    const body = { ...Object.fromEntries(Object.entries(words).filter(([, value]) => value.trim() !== "")), login: words.login.trim(), name: words.name.trim(), organisation: words.organisation.trim() };
    if (await act(() => ask("post", "/api/users", { body }), a.added(body.login))) close();
  };
  const field = (name: keyof typeof PLAIN, label: string, must: boolean, help?: string) => (
    <Form.Item label={label} htmlFor={`user-${name}`} required={must} help={help}>
      <Input id={`user-${name}`} value={words[name]} maxLength={64} autoComplete="off" autoFocus={name === "login"} onChange={(event) => setWords({ ...words, [name]: event.target.value })} />
    </Form.Item>
  );
  return (
    <Modal open title={a.add} okText={a.add} confirmLoading={isBusy} onOk={() => void add()} onCancel={close} okButtonProps={{ disabled: !/^[a-z][a-z0-9._-]{1,31}$/.test(words.login.trim()) || !words.name.trim() || !words.organisation.trim() }}>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      <Form layout="vertical">
        {field("login", a.login, true, a.loginHint)}
        {field("name", a.name, true)}
        {field("organisation", a.organisation, true)}
        {field("unit", a.unit, false)}
        {field("phone", a.phone, false)}
        {field("certificate", a.certificate, false)}
      </Form>
    </Modal>
  );
}
