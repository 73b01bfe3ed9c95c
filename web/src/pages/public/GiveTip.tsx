// Gives a tip-off. What is typed stays here until it is sent; nothing is kept by the browser.
import { LockOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, AutoComplete, Button, Checkbox, Form, Input, Segmented } from "antd";
import { useState } from "react";
import { ask, freshKey } from "../../api/client";
import { Problem, sentenceOf } from "../../api/problem";
import type { TipReceipt } from "../../api/shapes";
import { useText } from "../../text";
import { Receipt } from "./Receipt";
import { useSlow } from "./useSlow";

const PLAIN = { respondent: "", content: "", name: "", contact: "" };

export function GiveTip() {
  const t = useText().tips;
  const [words, setWords] = useState(PLAIN);
  const [code, setCode] = useState(""); // of the institution that was chosen from the list
  const [isNamed, setIsNamed] = useState(false);
  const [isInsider, setIsInsider] = useState(false);
  const [key, setKey] = useState(freshKey);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const [receipt, setReceipt] = useState<TipReceipt | null>(null);
  const typed = useSlow(words.respondent.trim());
  const found = useQuery({ queryKey: ["institutions", typed], queryFn: () => ask("get", "/api/public/institutions", { query: { name: typed }, isQuiet: true }), enabled: typed.length >= 2 && !code, select: (got) => got.institutions });
  const isFilled = words.respondent.trim() !== "" && words.content.trim().length >= 5 && (!isNamed || (words.name.trim() !== "" && words.contact.trim().length >= 3));
  const set = (name: keyof typeof PLAIN) => (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setWords({ ...words, [name]: event.target.value });
  const send = async () => {
    setIsBusy(true);
    setRefusal("");
    const body = { respondent: code || words.respondent.trim(), content: words.content.trim(), anonymous: !isNamed, insider: isInsider, ...(isNamed ? { name: words.name.trim(), contact: words.contact.trim() } : {}) };
    try {
      setReceipt(await ask("post", "/api/public/tips", { key, body, isQuiet: true }));
      setWords(PLAIN);
      setCode("");
      setKey(freshKey());
    } catch (error) {
      if (error instanceof Problem && error.status !== 0) setKey(freshKey());
      setRefusal(sentenceOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  if (receipt) return <Receipt receipt={receipt} another={() => setReceipt(null)} />;
  return (
    <>
      <p className="public-lead">{t.lead}</p>
      <aside className="section safe" aria-label={t.safe}>
        <h2><LockOutlined aria-hidden /> {t.safe}</h2>
        <ul>{t.safeWords.map((words) => <li key={words}>{words}</li>)}</ul>
      </aside>
      <Form layout="vertical" size="large" className="section" onFinish={() => void send()}>
        {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
        <Form.Item label={t.about} htmlFor="tip-about" help={t.aboutHint} required>
          <AutoComplete id="tip-about" value={words.respondent} maxLength={128} onChange={(respondent: string) => { setCode(""); setWords({ ...words, respondent }); }}
            onSelect={(_: string, option: { code: string }) => setCode(option.code)}
            options={(found.data ?? []).map((one) => ({ value: one.name, label: one.name, code: one.code, key: one.code }))} />
        </Form.Item>
        <Form.Item label={t.content} htmlFor="tip-content" help={t.contentHint} required><Input.TextArea id="tip-content" autoSize={{ minRows: 5, maxRows: 16 }} maxLength={4000} showCount value={words.content} onChange={set("content")} /></Form.Item>
        <Form.Item label={t.how}><Segmented block aria-label={t.how} value={isNamed ? "named" : "anonymous"} onChange={(value) => setIsNamed(value === "named")} options={[{ value: "anonymous", label: t.anonymous }, { value: "named", label: t.named }]} /></Form.Item>
        {isNamed && (
          <div className="two">
            <Form.Item label={t.name} htmlFor="tip-name" required><Input id="tip-name" maxLength={64} autoComplete="off" value={words.name} onChange={set("name")} /></Form.Item>
            <Form.Item label={t.contact} htmlFor="tip-contact" required><Input id="tip-contact" maxLength={128} autoComplete="off" value={words.contact} onChange={set("contact")} /></Form.Item>
          </div>
        )}
        <Form.Item><Checkbox checked={isInsider} onChange={(event) => setIsInsider(event.target.checked)}>{t.insider}</Checkbox></Form.Item>
        <Button type="primary" block htmlType="submit" loading={isBusy} disabled={!isFilled}>{t.submit}</Button>
      </Form>
    </>
  );
}
