// Changes the own password; other sessions end.
import { Alert, App, Button, Form, Input } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import { useText } from "../../text";

export function PasswordForm({ done }: { done?: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  const [words, setWords] = useState({ old: "", fresh: "", again: "" });
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const differ = words.again !== "" && words.again !== words.fresh;
  const set = (name: keyof typeof words) => (event: React.ChangeEvent<HTMLInputElement>) => setWords({ ...words, [name]: event.target.value });
  const change = async () => {
    setIsBusy(true);
    setRefusal("");
    try {
      await ask("put", "/api/session/password", { body: { old: words.old, fresh: words.fresh } });
      setWords({ old: "", fresh: "", again: "" });
      void message.success(t.account.changed);
      done?.();
    } catch (error) {
      setRefusal(sentenceOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Form layout="vertical" onFinish={() => void change()} requiredMark={false}>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      <Form.Item label={t.account.old} htmlFor="old-password"><Input.Password id="old-password" autoComplete="current-password" value={words.old} onChange={set("old")} /></Form.Item>
      <Form.Item label={t.account.fresh} htmlFor="fresh-password" help={t.account.rule}><Input.Password id="fresh-password" autoComplete="new-password" value={words.fresh} onChange={set("fresh")} /></Form.Item>
      <Form.Item label={t.account.again} htmlFor="again-password" validateStatus={differ ? "error" : ""} help={differ ? t.account.differ : ""}>
        <Input.Password id="again-password" autoComplete="new-password" value={words.again} onChange={set("again")} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy} disabled={!words.old || !words.fresh || words.fresh !== words.again}>{t.account.change}</Button>
    </Form>
  );
}
