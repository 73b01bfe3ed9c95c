// The receipt of a tip-off: its query code is shown this once.
import { Alert, App, Button } from "antd";
import { Link } from "react-router-dom";
import type { TipReceipt } from "../../api/shapes";
import { Day } from "../../parts/Day";
import { useText } from "../../text";

export function Receipt({ receipt, another }: { receipt: TipReceipt; another: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  const words = `${t.tips.number} ${receipt.number}\n${t.tips.code} ${receipt.query_code}`;
  return (
    <section className="section receipt" role="status">
      <h2>{t.tips.receipt}</h2>
      <dl>
        <div><dt>{t.tips.number}</dt><dd className="mono">{receipt.number}</dd></div>
        <div><dt>{t.tips.code}</dt><dd className="mono receipt-code">{receipt.query_code}</dd></div>
        {receipt.due && <div><dt>{t.tips.due}</dt><dd><Day value={receipt.due} /></dd></div>}
      </dl>
      <Alert type="warning" showIcon message={t.tips.once} className="after" />
      <div className="row wrap no-print">
        <Button size="large" type="primary" onClick={() => void navigator.clipboard.writeText(words).then(() => message.success(t.frame.copied))}>{t.frame.copy}</Button>
        <Button size="large" onClick={() => window.print()}>{t.tips.print}</Button>
        <span className="grow" />
        <Link to="/public/progress">{t.tips.toLook}</Link>
        <Button type="link" onClick={another}>{t.tips.another}</Button>
      </div>
    </section>
  );
}
