// Adds words, and a file when there is one, to a tip-off that goes on.
import { Alert, App, Button, Form, Input } from "antd";
import { useRef, useState } from "react";
import { ask, ownFields, queryText, send } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import type { TipProgress } from "../../api/shapes";
import { formatBytes } from "../../text/format";
import { useText } from "../../text";

interface Material { id: string; name: string; bytes: number }

async function bring(number: string, code: string, file: File): Promise<Material> {
  const answer = await send(`/api/public/tips/material${queryText({ number, name: file.name })}`, () => ({
    method: "POST", headers: { ...ownFields("POST"), "X-Query-Code": code, "Content-Type": "application/octet-stream" }, body: file,
  }), true);
  return (await answer.json()) as Material;
}

export function AddToTip({ number, code, added }: { number: string; code: string; added: (progress: TipProgress) => void }) {
  const t = useText().tips;
  const { message } = App.useApp();
  const [text, setText] = useState("");
  const [file, setFile] = useState<Material | null>(null);
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const work = async (does: () => Promise<void>) => {
    setIsBusy(true);
    setRefusal("");
    await does().catch((error) => setRefusal(sentenceOf(error)));
    setIsBusy(false);
  };
  const choose = (chosen: File | undefined) => chosen && void work(async () => setFile(await bring(number, code, chosen)));
  const add = () => work(async () => {
    added(await ask("post", "/api/public/tips/supplements", { body: { number, query_code: code, text: text.trim(), ...(file ? { material: file.id } : {}) }, isQuiet: true }));
    setText("");
    setFile(null);
    void message.success(t.added);
  });
  return (
    <Form layout="vertical" size="large" onFinish={() => void add()}>
      <h3>{t.add}</h3>
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
      <Form.Item label={t.addWords} htmlFor="add-text"><Input.TextArea id="add-text" autoSize={{ minRows: 3, maxRows: 12 }} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} /></Form.Item>
      <Form.Item help={t.fileHint}>
        <div className="row wrap upload-row">
          <input ref={picker} type="file" hidden aria-hidden tabIndex={-1} style={{ display: "none" }} data-document="tip" onChange={(event) => { choose(event.target.files?.[0]); event.target.value = ""; }} />
          <Button onClick={() => picker.current?.click()} loading={isBusy}>{t.file}</Button>
          {file && <span>{file.name} <span className="quiet">{formatBytes(file.bytes)}</span></span>}
        </div>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy} disabled={text.trim().length < 2}>{t.send}</Button>
    </Form>
  );
}
