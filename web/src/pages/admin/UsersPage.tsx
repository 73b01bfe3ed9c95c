// Users: added, locked, given a new password.
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown, Input } from "antd";
import { useState } from "react";
import { ask } from "../../api/client";
import type { User } from "../../api/shapes";
import { adminPages } from "../../app/navigation";
import { useMay, useWho } from "../../app/session";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { StateTag } from "../../parts/StateTag";
import { Table } from "../../parts/Table";
import { useText } from "../../text";
import { AddUser } from "./AddUser";
import { ResetPassword } from "./ResetPassword";
import { ReasonDialog } from "./ReasonDialog";
import { useAct } from "./useAct";

type Doing = { what: "locked" | "active" | "left" | "reset"; user: User };

export default function UsersPage() {
  const t = useText();
  const a = t.admin;
  const who = useWho();
  const may = useMay();
  const [search, setSearch] = useState("");
  const [isAdding, setIsAdding] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const { act, isBusy, refusal, forget } = useAct("users");
  const users = useQuery({ queryKey: ["users"], queryFn: () => ask("get", "/api/users"), select: (got) => got.users });
  const states = a.states as Record<string, string>;
  const titles = { locked: a.lock, active: a.unlock, left: a.leave, reset: a.reset };
  const shown = (users.data ?? []).filter((user) => `${user.login} ${user.organisation} ${user.unit}`.toLowerCase().includes(search.trim().toLowerCase()));
  const choices = (user: User) => [
    user.state === "active" && { key: "locked", label: a.lock },
    user.state === "locked" && { key: "active", label: a.unlock },
    user.state !== "left" && { key: "reset", label: a.reset },
    user.state !== "left" && { key: "left", label: a.leave, danger: true },
  ].filter((choice): choice is { key: string; label: string; danger?: true } => choice !== false);
  const change = async (why: string) => {
    if (!doing || doing.what === "reset") return;
    const state = doing.what;
    if (await act(() => ask("patch", "/api/users/{login}", { path: { login: doing.user.login }, body: { state, why } }), a.changed)) setDoing(null);
  };
  return (
    <div className="page">
      <PageHeader title={a.title} tabs={adminPages(who, t)}>
        {may("user.keep") && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsAdding(true)}>{a.add}</Button>}
      </PageHeader>
      <div className="filters"><Input.Search allowClear aria-label={a.search} placeholder={a.search} style={{ maxWidth: 280 }} value={search} onChange={(event) => setSearch(event.target.value)} /></div>
      {users.error && <ErrorState error={users.error} again={() => void users.refetch()} />}
      {users.isPending && <Loading />}
      {users.data && shown.length === 0 && <EmptyState title={a.emptyUsers} />}
      {shown.length > 0 && (
        <Table<User> label={a.users} rows={shown} keyOf={(user) => user.login} columns={[
          { name: "login", title: a.login, show: (user) => <strong>{user.login}</strong> },
          { name: "name", title: a.name, show: (user) => user.name },
          { name: "organisation", title: a.organisation, show: (user) => <span className="figures">{user.organisation}</span> },
          { name: "unit", title: a.unit, show: (user) => user.unit },
          { name: "phone", title: a.phone, show: (user) => <span className="figures">{user.phone}</span> },
          { name: "state", title: a.state, show: (user) => <StateTag tone={user.state === "active" ? "good" : user.state === "locked" ? "bad" : "over"}>{states[user.state] ?? user.state}</StateTag> },
          ...(may("user.keep") ? [{ name: "acts", title: a.actions, show: (user: User) => user.login !== who.login && choices(user).length > 0 && (
            <Dropdown trigger={["click"]} menu={{ items: choices(user), onClick: ({ key }) => { forget(); setDoing({ what: key as Doing["what"], user }); } }}>
              <Button size="small" aria-label={`${a.actions} ${user.login}`}>{a.actions}</Button>
            </Dropdown>
          ) }] : []),
        ]} />
      )}
      {isAdding && <AddUser close={() => setIsAdding(false)} />}
      {doing?.what === "reset" && <ResetPassword login={doing.user.login} close={() => setDoing(null)} />}
      {doing && doing.what !== "reset" && (
        <ReasonDialog title={`${titles[doing.what]} · ${doing.user.login}`} ok={titles[doing.what]} isDanger={doing.what !== "active"} isBusy={isBusy} refusal={refusal} act={(why) => void change(why)} close={() => setDoing(null)}>
          {doing.what === "left" && <p>{a.leaveHint}</p>}
        </ReasonDialog>
      )}
    </div>
  );
}
