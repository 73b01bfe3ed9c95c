// Asks for a one-time code when a request wants a fresh one; the request then goes on by itself.
import { Button, Form, Input, Modal } from "antd";
import { useState, useSyncExternalStore } from "react";
import { Link } from "react-router-dom";
import { ask } from "../api/client";
import { codeGate } from "../api/gates";
import { sentenceOf } from "../api/problem";
import { useText } from "../text";

export function CodeDialog() {
  const isOpen = useSyncExternalStore(codeGate.watch, codeGate.isShut);
  const t = useText();
  return (
    <Modal open={isOpen} title={t.code.title} footer={null} width={400} zIndex={1400} destroyOnHidden onCancel={() => codeGate.settle(false)}>
      <CodeForm />
    </Modal>
  );
}

function CodeForm() {
  const t = useText();
  const [code, setCode] = useState("");
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const submit = async () => {
    setIsBusy(true);
    try {
      await ask("post", "/api/session/code", { body: { code: code.trim() } });
      codeGate.settle(true);
    } catch (error) {
      setRefusal(sentenceOf(error));
      setCode("");
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Form layout="vertical" onFinish={submit}>
      <p className="quiet">{t.code.hint}</p>
      <Form.Item label={t.signIn.code} htmlFor="fresh-code" help={refusal || t.signIn.codeHint} validateStatus={refusal ? "error" : ""}>
        <Input id="fresh-code" autoFocus autoComplete="one-time-code" value={code} maxLength={32} className="code" onChange={(event) => setCode(event.target.value)} />
      </Form.Item>
      <Button type="primary" block htmlType="submit" loading={isBusy} disabled={!code.trim()}>{t.code.submit}</Button>
      <p className="quiet after"><Link to="/account" onClick={() => codeGate.settle(false)}>{t.code.setUp}</Link></p>
    </Form>
  );
}
