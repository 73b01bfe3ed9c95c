// Login and password; the one-time code only when the server wants one.
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { Problem, sentenceOf } from "../../api/problem";
import { useText } from "../../text";

interface Props {
  login?: string;
  submit: string;
  done: () => void;
}

export function SignInForm({ login, submit, done }: Props) {
  const t = useText();
  const [words, setWords] = useState({ login: login ?? "", password: "", code: "" });
  const [wantsCode, setWantsCode] = useState(false);
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const set = (name: keyof typeof words) => (event: React.ChangeEvent<HTMLInputElement>) => setWords({ ...words, [name]: event.target.value });
  const send = async () => {
    setIsBusy(true);
    setRefusal("");
    try {
      const code = words.code.trim();
      await ask("post", "/api/sessions", { body: { login: words.login.trim(), password: words.password, ...(code ? { code } : {}) }, isQuiet: true });
      done();
    } catch (error) {
      if (error instanceof Problem && error.code === "code_is_wanted" && !wantsCode) return setWantsCode(true);
      if (error instanceof Problem && /code/.test(error.code)) setWantsCode(true);
      const isLocked = error instanceof Problem && error.code === "locked_out" && error.retryAfter > 0;
      setRefusal(isLocked ? t.signIn.locked(Math.ceil(error.retryAfter / 60)) : sentenceOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Form layout="vertical" onFinish={() => void send()} requiredMark={false}>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      {wantsCode && !refusal && <Alert type="info" showIcon message={t.signIn.wantsCode} className="after" />}
      <Form.Item label={t.signIn.login} htmlFor="login">
        <Input id="login" size="large" autoComplete="username" autoFocus={!login} value={words.login} maxLength={64} onChange={set("login")} autoCapitalize="none" />
      </Form.Item>
      <Form.Item label={t.signIn.password} htmlFor="password">
        <Input.Password id="password" size="large" autoComplete="current-password" autoFocus={!!login} value={words.password} maxLength={128} onChange={set("password")} />
      </Form.Item>
      {wantsCode && (
        <Form.Item label={t.signIn.code} htmlFor="code" help={t.signIn.codeHint}>
          <Input id="code" size="large" className="code" autoComplete="one-time-code" autoFocus value={words.code} maxLength={32} onChange={set("code")} />
        </Form.Item>
      )}
      <Button type="primary" size="large" block htmlType="submit" loading={isBusy} disabled={!words.login.trim() || !words.password}>{submit}</Button>
    </Form>
  );
}
