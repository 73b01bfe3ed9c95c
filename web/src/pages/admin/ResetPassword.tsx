// A password for one sign-in; it is shown once and gone with the dialog.
import { Alert, App, Button, Checkbox, Modal } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { useText } from "../../text";
import { useAct } from "./useAct";

export function ResetPassword({ login, close }: { login: string; close: () => void }) {
  const t = useText();
  const a = t.admin;
  const { message } = App.useApp();
  const [forgets, setForgets] = useState(false);
  const [password, setPassword] = useState("");
  const { act, isBusy, refusal } = useAct("users");
  const reset = () => act(async () => setPassword((await ask("post", "/api/users/{login}/password", { path: { login }, body: { forget_code: forgets } })).password), a.changed);
  return (
    <Modal open title={`${a.reset} · ${login}`} onCancel={close} footer={password
      ? <Button type="primary" onClick={close}>{t.account.kept}</Button>
      : <><Button onClick={close}>{t.frame.cancel}</Button><Button type="primary" loading={isBusy} onClick={() => void reset()}>{a.reset}</Button></>}>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      {!password && <Checkbox checked={forgets} onChange={(event) => setForgets(event.target.checked)}>{a.forget}</Checkbox>}
      {password && (
        <>
          <Alert type="warning" showIcon message={a.onceHint} className="after" />
          <p>{a.once}: <code className="secret big">{password}</code> <Button size="small" onClick={() => void navigator.clipboard.writeText(password).then(() => message.success(t.frame.copied))}>{t.frame.copy}</Button></p>
        </>
      )}
    </Modal>
  );
}
