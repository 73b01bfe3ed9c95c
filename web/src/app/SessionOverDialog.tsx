// The session ended while a page was open: signing in here keeps everything that was typed.
import { Modal } from "antd";
import { useSyncExternalStore } from "react";
import { ask } from "../api/client";
import { sessionGate } from "../api/gates";
import { SignInForm } from "../pages/signin/SignInForm";
import { useText } from "../text";
import { useWho } from "./session";

export function SessionOverDialog() {
  const isOpen = useSyncExternalStore(sessionGate.watch, sessionGate.isShut);
  const t = useText();
  const who = useWho();
  const goOn = async () => {
    const now = await ask("get", "/api/session", { isQuiet: true });
    if (now.login !== who.login) return window.location.assign("/"); // what is on the page was the other person's
    sessionGate.settle(true);
  };
  return (
    <Modal open={isOpen} title={t.signIn.over} footer={null} width={400} zIndex={1500} destroyOnHidden closable={false} keyboard={false} maskClosable={false}>
      <p className="quiet">{t.signIn.overHint}</p>
      <SignInForm login={who.login} submit={t.signIn.stay} done={() => void goOn()} />
    </Modal>
  );
}
