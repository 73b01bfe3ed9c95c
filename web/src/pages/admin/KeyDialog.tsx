// A key that is shown once; it is gone with the dialog.
import { Alert, App, Button, Modal } from "antd";
import { useText } from "../../text";

export function KeyDialog({ value, close }: { value: string; close: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  return (
    <Modal open title={t.services.key} closable={false} maskClosable={false} footer={<Button type="primary" onClick={close}>{t.account.kept}</Button>}>
      <Alert type="warning" showIcon message={t.services.once} className="after" />
      <p><code className="secret break">{value}</code></p>
      <Button size="small" onClick={() => void navigator.clipboard.writeText(value).then(() => message.success(t.frame.copied))}>{t.frame.copy}</Button>
    </Modal>
  );
}
