// The audit trail: from the beginning, or the newest on a subject; what changed; whether it is whole.
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import type { TrailAct, Verdict } from "../../api/shapes";
import { useMay } from "../../app/session";
import { Time } from "../../parts/Day";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { useUrlFilter } from "../../parts/useUrlFilter";
import { formatCount } from "../../text/format";
import { titleOf, useText } from "../../text";
import { Difference } from "./Difference";

const SHOWN = 50;
const NAMES = ["subject", "at"] as const;

export default function TrailPage() {
  const t = useText().trail;
  const frame = useText().frame;
  const may = useMay();
  const { one, set } = useUrlFilter(NAMES);
  const subject = one("subject");
  const at = Number(one("at")) || 0;
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const page = useQuery({
    queryKey: ["trail", subject, at],
    queryFn: () => ask("get", "/api/trail", { query: subject ? { subject, limit: SHOWN, ...(at ? { before: at } : {}) } : { after: at, limit: SHOWN } }),
  });
  const acts = page.data?.acts ?? [];
  const last = acts[acts.length - 1]?.sequence;
  const head = page.data?.head.acts ?? 0;
  const verify = async () => {
    setIsBusy(true);
    setRefusal("");
    await ask("post", "/api/trail/verification").then(setVerdict, (error) => setRefusal(sentenceOf(error)));
    setIsBusy(false);
  };
  return (
    <div className="page">
      <PageHeader title={t.title} extra={page.data && t.acts(formatCount(head))}>
        {may("trail.anchor") && <Button type="primary" loading={isBusy} onClick={() => void verify()}>{t.verify}</Button>}
      </PageHeader>
      {verdict && <Alert className="after" role="status" showIcon type={verdict.is_whole ? "success" : "error"} message={verdict.is_whole ? t.whole : t.broken} description={titleOf(verdict.sentence)} closable onClose={() => setVerdict(null)} />}
      {refusal && <Alert className="after" role="alert" showIcon type="error" message={refusal} />}
      <div className="filters" role="search">
        <Input.Search key={subject} allowClear defaultValue={subject} aria-label={t.subject} placeholder={t.subjectHint} style={{ maxWidth: 460 }} enterButton={t.search} onSearch={(value) => set({ subject: value.trim(), at: null })} />
        {!subject && head > SHOWN && <Button onClick={() => set({ at: String(Math.max(0, head - SHOWN)) })}>{t.latest}</Button>}
        {at > 0 && <Button onClick={() => set({ at: null })}>{subject ? t.latest : t.first}</Button>}
      </div>
      {page.error && <ErrorState error={page.error} again={() => void page.refetch()} />}
      {page.isPending && <Loading />}
      {page.data && acts.length === 0 && <EmptyState title={t.empty} hint={t.emptyHint} />}
      <ol className="acts">{acts.map((act) => <ActLine key={act.sequence} act={act} find={(on) => set({ subject: on, at: null })} />)}</ol>
      {acts.length === SHOWN && last !== undefined && <Button block onClick={() => set({ at: String(last) })}>{subject ? t.newer : t.next}</Button>}
      {acts.length === 0 && !page.isPending && <Button onClick={() => set({ subject: null, at: null })}>{frame.all}</Button>}
    </div>
  );
}

function ActLine({ act, find }: { act: TrailAct; find: (subject: string) => void }) {
  const t = useText().trail;
  const [isOpen, setIsOpen] = useState(false);
  const hasMore = act.before !== null || act.after !== null || act.request !== null;
  return (
    <li className="act">
      <div className="act-head">
        <span className="figures quiet act-number">{act.sequence}</span>
        <Time value={act.at} />
        <strong>{act.who}</strong>
        <code>{act.what}</code>
        <button type="button" className="link cut" onClick={() => find(act.subject)}>{act.subject}</button>
        {act.why && <span className="act-why">{t.why}: {act.why}</span>}
        <span className="grow" />
        {hasMore && <button type="button" className="link" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>{isOpen ? "▾" : "▸"} {t.difference}</button>}
      </div>
      {isOpen && (
        <div className="act-more">
          <Difference before={act.before} after={act.after} />
          <div className="quiet break">{t.where} {act.where_from} {act.request && <> · {t.request} {act.request}</>} · {t.hash} <code className="break">{act.hash}</code></div>
        </div>
      )}
    </li>
  );
}
