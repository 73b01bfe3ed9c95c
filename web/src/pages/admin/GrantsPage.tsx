// Roles that people hold: one proposes, another approves.
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Segmented } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import type { Grant } from "../../api/shapes";
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
import { titleOf, useText } from "../../text";
import { ProposeGrant } from "./ProposeGrant";
import { ReasonDialog } from "./ReasonDialog";
import { useAct } from "./useAct";
import { useRoles } from "./useRoles";

type Doing = { what: "approve" | "refuse" | "end"; grant: Grant };
const TONES = { proposed: "open", approved: "good", refused: "bad", ended: "over" } as const;

export default function GrantsPage() {
  const t = useText();
  const a = t.admin;
  const who = useWho();
  const may = useMay();
  const [isWaiting, setIsWaiting] = useState(true);
  const [search, setSearch] = useState("");
  const [isProposing, setIsProposing] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const { act, isBusy, refusal, forget } = useAct("grants");
  const roles = useRoles().data?.roles ?? [];
  const grants = useQuery({ queryKey: ["grants", isWaiting], queryFn: () => ask("get", "/api/grants", { query: isWaiting ? { waiting: true } : {} }), select: (got) => got.grants });
  const roleTitle = (name: string) => titleOf(roles.find((role) => role.name === name)?.title) || name;
  const shown = (grants.data ?? []).filter((grant) => `${grant.login} ${grant.role} ${roleTitle(grant.role)}`.includes(search.trim()));
  const begin = (what: Doing["what"], grant: Grant) => () => {
    forget();
    setDoing({ what, grant });
  };
  const perform = async (why: string) => {
    if (!doing) return;
    const path = { id: doing.grant.id };
    const send = doing.what === "end" ? () => ask("post", "/api/grants/{id}/end", { path, body: { why } }) : () => ask("post", "/api/grants/{id}/decision", { path, body: { approve: doing.what === "approve", why } });
    if (await act(send, a.decided)) setDoing(null);
  };
  const acts = (grant: Grant) => (
    <span className="row">
      {grant.state === "proposed" && may("role.approve") && grant.proposed_by !== who.login && grant.login !== who.login && (
        <><Button size="small" type="primary" onClick={begin("approve", grant)}>{a.approve}</Button><Button size="small" onClick={begin("refuse", grant)}>{a.refuse}</Button></>
      )}
      {grant.state === "approved" && may("role.propose", "role.approve") && grant.login !== who.login && (!grant.to || grant.to >= today()) && <Button size="small" onClick={begin("end", grant)}>{a.end}</Button>}
    </span>
  );
  return (
    <div className="page">
      <PageHeader title={a.title} tabs={adminPages(who, t)}>
        {may("role.propose") && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsProposing(true)}>{a.propose}</Button>}
      </PageHeader>
      <div className="filters">
        <Segmented aria-label={a.grants} value={isWaiting ? "waiting" : "all"} onChange={(value) => setIsWaiting(value === "waiting")} options={[{ value: "waiting", label: a.waiting }, { value: "all", label: t.frame.all }]} />
        <Input allowClear aria-label={a.login} placeholder={a.login} style={{ maxWidth: 200 }} value={search} onChange={(event) => setSearch(event.target.value)} />
      </div>
      {grants.error && <ErrorState error={grants.error} again={() => void grants.refetch()} />}
      {grants.isPending && <Loading />}
      {grants.data && shown.length === 0 && <EmptyState title={isWaiting ? a.emptyWaiting : a.emptyGrants} />}
      {shown.length > 0 && (
        <Table<Grant> label={a.grants} rows={shown} keyOf={(grant) => grant.id} columns={[
          { name: "login", title: a.login, show: (grant) => <strong>{grant.login}</strong> },
          { name: "role", title: a.role, show: (grant) => roleTitle(grant.role) },
          { name: "region", title: a.region, show: (grant) => <span className="figures">{grant.region} {grant.grid}</span> },
          { name: "from", title: a.from, show: (grant) => <Day value={grant.from} /> },
          { name: "to", title: a.to, show: (grant) => (grant.to ? <Day value={grant.to} /> : a.openEnd) },
          { name: "state", title: a.state, show: (grant) => <StateTag tone={TONES[grant.state as keyof typeof TONES] ?? "over"}>{a.grantStates[grant.state] ?? grant.state}</StateTag> },
          { name: "people", title: a.proposedBy, show: (grant) => grant.proposed_by },
          { name: "decided", title: a.decidedBy, show: (grant) => grant.decided_by },
          { name: "acts", title: a.actions, show: acts },
        ]} />
      )}
      {isProposing && <ProposeGrant close={() => setIsProposing(false)} />}
      {doing && <ReasonDialog title={`${a[doing.what]} · ${doing.grant.login} · ${roleTitle(doing.grant.role)}`} ok={a[doing.what]} isDanger={doing.what !== "approve"} isBusy={isBusy} refusal={refusal} act={(why) => void perform(why)} close={() => setDoing(null)} />}
    </div>
  );
}
