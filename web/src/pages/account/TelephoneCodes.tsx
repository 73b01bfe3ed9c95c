// Sets up one-time codes: the square code, a first code of the telephone, the recovery codes once.
import { Alert, App, Button, Form, Input } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import { useText } from "../../text";
import { SquareCode } from "./SquareCode";

export function TelephoneCodes() {
  const t = useText();
  const { message } = App.useApp();
  const [uri, setUri] = useState("");
  const [code, setCode] = useState("");
  const [recovery, setRecovery] = useState<string[]>([]);
  const [refusal, setRefusal] = useState("");
  const attempt = async (work: () => Promise<void>) => {
    setRefusal("");
    try {
      await work();
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  const begin = () => attempt(async () => setUri((await ask("post", "/api/session/telephone")).uri));
  const confirm = () =>
    attempt(async () => {
      const got = await ask("put", "/api/session/telephone", { body: { code: code.trim() } });
      setRecovery(got.recovery_codes);
      setUri("");
      setCode("");
    });
  const end = () => {
    setRecovery([]);
    void message.success(t.account.done);
  };
  const told = refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />;
  if (recovery.length > 0)
    return (
      <div>
        <h3>{t.account.recovery}</h3>
        <Alert type="warning" showIcon message={t.account.recoveryHint} className="after" />
        <ol className="recovery">{recovery.map((one) => <li key={one}><code>{one}</code></li>)}</ol>
        <div className="row">
          <Button onClick={() => void navigator.clipboard.writeText(recovery.join("\n")).then(() => message.success(t.frame.copied))}>{t.frame.copy}</Button>
          <Button type="primary" onClick={end}>{t.account.kept}</Button>
        </div>
      </div>
    );
  if (!uri)
    return (
      <div>
        {told}
        <p className="quiet">{t.account.codesHint} {t.account.anew}</p>
        <Button onClick={() => void begin()}>{t.account.begin}</Button>
      </div>
    );
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  return (
    <Form layout="vertical" onFinish={() => void confirm()}>
      {told}
      <SquareCode value={uri} label={t.account.codes} />
      <p className="quiet">{t.account.secret} <code className="secret">{secret.replace(/(.{4})/g, "$1 ")}</code></p>
      <Form.Item label={t.account.scan} htmlFor="first-code">
        <Input id="first-code" className="code" autoComplete="one-time-code" inputMode="numeric" maxLength={6} value={code} autoFocus onChange={(event) => setCode(event.target.value)} />
      </Form.Item>
      <Button type="primary" htmlType="submit" disabled={code.trim().length !== 6}>{t.account.confirm}</Button>
    </Form>
  );
}
