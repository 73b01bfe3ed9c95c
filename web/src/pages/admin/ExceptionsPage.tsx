// Exceptions: one proposes, another decides; ended early, their findings are open again.
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Form, Segmented } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { ask } from "../../api/client";
import type { Exception } from "../../api/shapes";
import { adminPages } from "../../app/navigation";
import { useMay, useWho } from "../../app/session";
import { Day } from "../../parts/Day";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { StateTag } from "../../parts/StateTag";
import { Table } from "../../parts/Table";
import { today } from "../../text/format";
import { useText } from "../../text";
import { ProposeException } from "./ProposeException";
import { ReasonDialog } from "./ReasonDialog";
import { useAct } from "./useAct";

type Doing = { what: "approve" | "refuse" | "end"; one: Exception };
const TONES = { proposed: "open", approved: "good", refused: "bad" } as const;

export default function ExceptionsPage() {
  const t = useText();
  const x = t.exceptions;
  const who = useWho();
  const may = useMay();
  const [isWaiting, setIsWaiting] = useState(false);
  const [isProposing, setIsProposing] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const [last, setLast] = useState(today());
  const { act, isBusy, refusal, forget } = useAct("exceptions", "findings");
  const list = useQuery({ queryKey: ["exceptions", isWaiting], queryFn: () => ask("get", "/api/exceptions", { query: isWaiting ? { waiting: true } : {} }), select: (got) => got.exceptions });
  const begin = (what: Doing["what"], one: Exception) => () => {
    forget();
    setDoing({ what, one });
  };
  const perform = async (why: string) => {
    if (!doing) return;
    const path = { id: doing.one.id };
    const send = doing.what === "end" ? () => ask("post", "/api/exceptions/{id}/end", { path, body: { why, last } }) : () => ask("post", "/api/exceptions/{id}/decision", { path, body: { approve: doing.what === "approve", why } });
    if (await act(send, x.done)) setDoing(null);
  };
  const acts = (one: Exception) => (
    <span className="row">
      {one.state === "proposed" && may("exception.approve") && one.proposed_by !== who.login && <><Button size="small" type="primary" onClick={begin("approve", one)}>{x.approve}</Button><Button size="small" onClick={begin("refuse", one)}>{x.refuse}</Button></>}
      {one.state === "approved" && !one.is_over && may("exception.end") && <Button size="small" onClick={begin("end", one)}>{x.end}</Button>}
    </span>
  );
  return (
    <div className="page">
      <PageHeader title={t.admin.title} tabs={adminPages(who, t)}>
        {may("exception.propose") && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsProposing(true)}>{x.propose}</Button>}
      </PageHeader>
      <p className="quiet">{x.hint}</p>
      <div className="filters"><Segmented aria-label={x.title} value={isWaiting ? "waiting" : "all"} onChange={(value) => setIsWaiting(value === "waiting")} options={[{ value: "all", label: t.frame.all }, { value: "waiting", label: x.states.proposed }]} /></div>
      {list.error && <ErrorState error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {list.data?.length === 0 && <EmptyState title={isWaiting ? x.emptyWaiting : x.empty} />}
      {(list.data?.length ?? 0) > 0 && (
        <Table<Exception> label={x.title} rows={list.data ?? []} keyOf={(one) => one.id} columns={[
          { name: "kind", title: x.kind, show: (one) => x.kinds[one.kind] ?? one.kind },
          { name: "subject", title: x.subject, show: (one) => <span className="mono break">{one.subject}</span> },
          { name: "from", title: x.from, show: (one) => <Day value={one.from} /> },
          { name: "to", title: x.lastDay, show: (one) => <Day value={one.to} /> },
          { name: "reason", title: x.reason, show: (one) => one.reason },
          { name: "state", title: t.admin.state, show: (one) => <StateTag tone={one.is_over ? "over" : TONES[one.state]}>{one.is_over ? x.over : x.states[one.state]}</StateTag> },
          { name: "by", title: x.by, show: (one) => one.proposed_by },
          { name: "decided", title: x.decidedBy, show: (one) => one.decided_by },
          { name: "acts", title: x.acts, show: acts },
        ]} />
      )}
      {isProposing && <ProposeException close={() => setIsProposing(false)} />}
      {doing && (
        <ReasonDialog title={`${x[doing.what]} · ${x.kinds[doing.one.kind]} ${doing.one.subject}`} ok={x[doing.what]} isDanger={doing.what !== "approve"} isBusy={isBusy} refusal={refusal} act={(why) => void perform(why)} close={() => setDoing(null)}>
          {doing.what === "end" && <Form.Item label={x.lastDay} htmlFor="exception-last"><DatePicker id="exception-last" value={dayjs(last)} allowClear={false} onChange={(_, day) => setLast(String(day))} /></Form.Item>}
        </ReasonDialog>
      )}
    </div>
  );
}
