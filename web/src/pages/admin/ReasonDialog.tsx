// A reason for an act of administration, which the trail keeps; beside it what else the act wants.
import { Alert, Form, Input, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useText } from "../../text";

interface Props {
  title: string;
  ok: string;
  isDanger?: boolean;
  isBusy: boolean;
  refusal: string;
  children?: ReactNode;
  act: (why: string) => void;
  close: () => void;
}

export function ReasonDialog({ title, ok, isDanger = false, isBusy, refusal, children, act, close }: Props) {
  const t = useText().frame;
  const [why, setWhy] = useState("");
  return (
    <Modal open title={title} okText={ok} okButtonProps={{ danger: isDanger, disabled: why.trim().length < 2 }} confirmLoading={isBusy} onOk={() => act(why.trim())} onCancel={close}>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      <Form layout="vertical">
        {children}
        <Form.Item label={t.why} htmlFor="why" help={t.whyHint} required><Input.TextArea id="why" rows={2} maxLength={400} value={why} autoFocus onChange={(event) => setWhy(event.target.value)} /></Form.Item>
      </Form>
    </Modal>
  );
}
