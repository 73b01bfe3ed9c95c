// Accounts of programs: added with what they may do, given a new key, ended. A key is shown once.
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import type { Service } from "../../api/shapes";
import { adminPages } from "../../app/navigation";
import { useMay, useWho } from "../../app/session";
import { Day } from "../../parts/Day";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { StateTag } from "../../parts/StateTag";
import { Table } from "../../parts/Table";
import { titleOf, useText } from "../../text";
import { AddService } from "./AddService";
import { KeyDialog } from "./KeyDialog";
import { useRoles } from "./useRoles";

export default function ServicesPage() {
  const t = useText();
  const v = t.services;
  const who = useWho();
  const may = useMay();
  const { modal, message } = App.useApp();
  const [isAdding, setIsAdding] = useState(false);
  const [key, setKey] = useState("");
  const roles = useRoles().data;
  const list = useQuery({ queryKey: ["services"], queryFn: () => ask("get", "/api/services"), select: (got) => got.services });
  const actionTitle = (name: string) => titleOf(roles?.actions.find((action) => action.name === name)?.title) || name;
  const failed = (error: unknown) => void message.error(sentenceOf(error));
  const renew = (one: Service) => modal.confirm({ title: `${v.newKey} · ${one.name}`, content: v.newKeyHint, okText: v.newKey, onOk: () => ask("post", "/api/services/{name}/key", { path: { name: one.name } }).then((got) => setKey(got.key), failed) });
  const end = (one: Service) => modal.confirm({ title: `${v.end} · ${one.name}`, content: v.endHint, okText: v.end, okButtonProps: { danger: true }, onOk: () => ask("post", "/api/services/{name}/end", { path: { name: one.name } }).then(() => list.refetch(), failed) });
  return (
    <div className="page">
      <PageHeader title={t.admin.title} tabs={adminPages(who, t)}>
        {may("service.keep") && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsAdding(true)}>{v.add}</Button>}
      </PageHeader>
      <p className="quiet">{v.hint}</p>
      {list.error && <ErrorState error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {list.data?.length === 0 && <EmptyState title={v.empty} />}
      {(list.data?.length ?? 0) > 0 && (
        <Table<Service> label={v.title} rows={list.data ?? []} keyOf={(one) => one.name} columns={[
          { name: "name", title: v.name, show: (one) => <strong>{one.name}</strong> },
          { name: "organisation", title: v.organisation, show: (one) => <span className="figures">{one.organisation}</span> },
          { name: "region", title: v.region, show: (one) => <span className="figures">{one.region}</span> },
          { name: "actions", title: v.actions, show: (one) => one.actions.map(actionTitle).join(" · ") },
          { name: "to", title: v.to, show: (one) => <Day value={one.to} /> },
          { name: "state", title: v.state, show: (one) => <StateTag tone={one.is_ended ? "over" : "good"}>{one.is_ended ? v.ended : v.active}</StateTag> },
          { name: "acts", title: v.acts, show: (one) => !one.is_ended && may("service.keep") && <span className="row"><Button size="small" onClick={() => renew(one)}>{v.newKey}</Button><Button size="small" danger onClick={() => end(one)}>{v.end}</Button></span> },
        ]} />
      )}
      {isAdding && <AddService close={() => setIsAdding(false)} added={(made) => { setIsAdding(false); setKey(made); }} />}
      {key && <KeyDialog value={key} close={() => setKey("")} />}
    </div>
  );
}
