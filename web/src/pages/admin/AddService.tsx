// Adds a program, with actions chosen from those that a program may do at all.
import { Alert, DatePicker, Form, Input, Modal, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { ask } from "../../api/client";
import { useWho } from "../../app/session";
import { titleOf, useText } from "../../text";
import { useAct } from "./useAct";
import { useRoles } from "./useRoles";

export function AddService({ close, added }: { close: () => void; added: (key: string) => void }) {
  const v = useText().services;
  const who = useWho();
  const roles = useRoles().data;
  const [name, setName] = useState("");
  const [organisation, setOrganisation] = useState(who.organisation);
  const [region, setRegion] = useState(who.region);
  const [actions, setActions] = useState<string[]>([]);
  const [to, setTo] = useState("");
  const { act, isBusy, refusal } = useAct("services");
  const isFilled = /^[a-z][a-z0-9._-]{1,31}$/.test(name.trim()) && organisation.trim() !== "" && actions.length > 0 && to !== "";
  const add = () => act(async () => added((await ask("post", "/api/services", { body: { name: name.trim(), organisation: organisation.trim(), region: region.trim(), actions, to } })).key), v.done);
  const options = (roles?.actions ?? []).filter((action) => !action.four_eyes && !action.fresh_code).map((action) => ({ value: action.name, label: titleOf(action.title) }));
  return (
    <Modal open title={v.add} okText={v.add} confirmLoading={isBusy} onOk={() => void add()} onCancel={close} okButtonProps={{ disabled: !isFilled }}>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      <Form layout="vertical">
        <Form.Item label={v.name} htmlFor="service-name" help={v.nameHint} required><Input id="service-name" value={name} maxLength={32} autoFocus autoComplete="off" onChange={(event) => setName(event.target.value)} /></Form.Item>
        <div className="two">
          <Form.Item label={v.organisation} htmlFor="service-organisation" required><Input id="service-organisation" value={organisation} maxLength={64} onChange={(event) => setOrganisation(event.target.value)} /></Form.Item>
          <Form.Item label={v.region} htmlFor="service-region"><Input id="service-region" value={region} maxLength={12} onChange={(event) => setRegion(event.target.value)} /></Form.Item>
        </div>
        <Form.Item label={v.actions} htmlFor="service-actions" required><Select id="service-actions" mode="multiple" value={actions} onChange={setActions} options={options} optionFilterProp="label" /></Form.Item>
        <Form.Item label={v.to} htmlFor="service-to" help={v.toHint} required><DatePicker id="service-to" style={{ width: "100%" }} minDate={dayjs()} maxDate={dayjs().add(1, "year").subtract(1, "day")} onChange={(_, day) => setTo(String(day))} /></Form.Item>
      </Form>
    </Modal>
  );
}
