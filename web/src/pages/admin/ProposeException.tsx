// Proposes an exception.
import { Alert, DatePicker, Form, Input, Modal, Segmented } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { useText } from "../../text";
import { useAct } from "./useAct";

const KINDS = ["provider", "person", "item", "rule"] as const;

export function ProposeException({ close }: { close: () => void }) {
  const x = useText().exceptions;
  const [kind, setKind] = useState<(typeof KINDS)[number]>("provider");
  const [subject, setSubject] = useState("");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const { act, isBusy, refusal } = useAct("exceptions");
  const propose = async () => {
    if (await act(() => ask("post", "/api/exceptions", { body: { kind, subject: subject.trim(), from, to, reason: reason.trim() } }), x.done)) close();
  };
  return (
    <Modal open title={x.propose} okText={x.propose} confirmLoading={isBusy} onOk={() => void propose()} onCancel={close} okButtonProps={{ disabled: !subject.trim() || !from || !to || reason.trim().length < 2 }}>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      <Form layout="vertical">
        <Form.Item label={x.kind}><Segmented block aria-label={x.kind} value={kind} onChange={setKind} options={KINDS.map((value) => ({ value, label: x.kinds[value] }))} /></Form.Item>
        <Form.Item label={x.subject} htmlFor="exception-subject" help={x.subjectHint} required><Input id="exception-subject" value={subject} maxLength={64} autoFocus onChange={(event) => setSubject(event.target.value)} /></Form.Item>
        <div className="two">
          <Form.Item label={x.from} htmlFor="exception-from" required><DatePicker id="exception-from" style={{ width: "100%" }} onChange={(_, day) => setFrom(String(day))} /></Form.Item>
          <Form.Item label={x.to} htmlFor="exception-to" required><DatePicker id="exception-to" style={{ width: "100%" }} onChange={(_, day) => setTo(String(day))} /></Form.Item>
        </div>
        <Form.Item label={x.reason} htmlFor="exception-reason" required><Input.TextArea id="exception-reason" rows={3} maxLength={400} value={reason} onChange={(event) => setReason(event.target.value)} /></Form.Item>
      </Form>
    </Modal>
  );
}
