// A value that is masked or sealed, and a dialog that asks why one wants to see it. What was seen goes when the page goes.
import { EyeOutlined, LockOutlined } from "@ant-design/icons";
import { Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { ask } from "../api/client";
import { sentenceOf } from "../api/problem";
import type { MatterField } from "../api/shapes";
import { titleOf, useText } from "../text";
import { FieldHelp } from "./FieldHelp";

export function MaskedValue({ number, field, mayLook }: { number: string; field: MatterField; mayLook: boolean }) {
  const t = useText();
  const [shown, setShown] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [why, setWhy] = useState("");
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const look = async () => {
    setIsBusy(true);
    setRefusal("");
    try {
      const got = await ask("post", "/api/matters/{number}/looks", { path: { number }, body: { field: field.name, why: why.trim() } });
      setShown(got.value);
      setIsOpen(false);
    } catch (error) {
      setRefusal(sentenceOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  if (shown !== null) return <span className="clear-value" title={t.matter.shown}>{shown}</span>;
  const word = field.sight === "sealed" ? t.matter.sealed : t.matter.masked;
  return (
    <span className="masked">
      <span>{field.value || "••••••"}</span> <span className="quiet"><LockOutlined aria-hidden /> {word}</span>
      {mayLook && <Button size="small" type="link" icon={<EyeOutlined />} onClick={() => setIsOpen(true)}>{t.matter.look}</Button>}
      <Modal open={isOpen} title={<>{t.matter.lookTitle(titleOf(field.title))} <FieldHelp word="look" /></>} okText={t.matter.look} onOk={() => void look()} confirmLoading={isBusy} okButtonProps={{ disabled: why.trim().length < 2 }} onCancel={() => setIsOpen(false)}>
        <p className="quiet">{t.matter.lookHint}</p>
        <Form layout="vertical">
          <Form.Item label={t.matter.lookWhy} htmlFor="look-why" help={refusal} validateStatus={refusal ? "error" : ""}>
            <Input.TextArea id="look-why" rows={3} maxLength={400} value={why} onChange={(event) => setWhy(event.target.value)} />
          </Form.Item>
        </Form>
      </Modal>
    </span>
  );
}
