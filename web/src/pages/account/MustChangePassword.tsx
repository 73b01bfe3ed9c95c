// After signing in with a password that is good once: nothing else can be done before it is changed.
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useSignOut } from "../../app/session";
import { useText } from "../../text";
import { PasswordForm } from "./PasswordForm";

export function MustChangePassword() {
  const t = useText();
  const client = useQueryClient();
  const signOut = useSignOut();
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <h1>{t.account.mustTitle}</h1>
        <p className="quiet">{t.account.mustHint}</p>
        <PasswordForm done={() => void client.invalidateQueries({ queryKey: ["session"] })} />
        <div className="sign-in-foot"><Button type="link" onClick={() => void signOut()}>{t.frame.signOut}</Button></div>
      </div>
    </main>
  );
}
