// What became of a tip-off, by its number and query code; words and files are added to it.
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import type { TipProgress } from "../../api/shapes";
import { Amount } from "../../parts/Amount";
import { Day, Time } from "../../parts/Day";
import { Facts } from "../../parts/Facts";
import { titleOf, useText } from "../../text";
import { AddToTip } from "./AddToTip";

export function LookUp() {
  const t = useText().tips;
  const [number, setNumber] = useState("");
  const [code, setCode] = useState("");
  const [progress, setProgress] = useState<TipProgress | null>(null);
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const look = async () => {
    setIsBusy(true);
    setRefusal("");
    try {
      setProgress(await ask("post", "/api/public/tips/progress", { body: { number: number.trim(), query_code: code.trim() }, isQuiet: true }));
    } catch (error) {
      setProgress(null);
      setRefusal(sentenceOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <Form layout="vertical" size="large" className="section" onFinish={() => void look()}>
        <p>{t.lookHint}</p>
        {refusal && <Alert type="error" showIcon message={refusal} role="alert" className="after" />}
        <Form.Item label={t.number} htmlFor="look-number"><Input id="look-number" value={number} maxLength={64} autoComplete="off" onChange={(event) => setNumber(event.target.value)} /></Form.Item>
        <Form.Item label={t.code} htmlFor="look-code"><Input id="look-code" value={code} maxLength={64} autoComplete="off" onChange={(event) => setCode(event.target.value)} /></Form.Item>
        <Button type="primary" block htmlType="submit" loading={isBusy} disabled={!number.trim() || !code.trim()}>{t.look}</Button>
      </Form>
      {progress && (
        <section className="section" aria-live="polite">
          <h2>{progress.number}</h2>
          <Facts facts={[
            [t.state, <strong>{titleOf(progress.state_title)}</strong>],
            !!progress.received && [t.received, <Day value={progress.received} />],
            !!progress.due && !progress.is_over && [t.due, <Day value={progress.due} />],
            !!progress.result && [t.result, titleOf(progress.result_title)],
            !!progress.reward && [t.reward, <Amount value={progress.reward} withUnit />],
            !!progress.claim_until && [t.claimUntil, <Day value={progress.claim_until} />],
            !!progress.joined_title.zh && [t.joined, titleOf(progress.joined_title)],
          ]} />
          {progress.steps.length > 0 && (
            <>
              <h3>{t.steps}</h3>
              <ul className="timeline">{progress.steps.map((step, place) => <li key={place}>{titleOf(step.title)} <span className="quiet"><Time value={step.at} /></span></li>)}</ul>
            </>
          )}
          {progress.may_add ? <AddToTip number={number.trim()} code={code.trim()} added={setProgress} /> : <p className="quiet">{t.over}</p>}
        </section>
      )}
    </>
  );
}
