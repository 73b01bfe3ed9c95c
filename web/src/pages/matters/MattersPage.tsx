// Matters by the end of their terms: mine, or all in my sight; many of them can be acted on at once.
import { PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, Segmented, Select } from "antd";
import dayjs from "dayjs";
import { useCallback, useMemo, useState } from "react";
import { Link, useNavigate } from "react-router-dom";
import { ask } from "../../api/client";
import type { paths } from "../../api/schema.gen";
import type { MatterLine } from "../../api/shapes";
import { useKeys } from "../../app/keys";
import { isInstitution, useWho } from "../../app/session";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { PageHeader } from "../../parts/PageHeader";
import { RowList } from "../../parts/RowList";
import { PAGE, type Page } from "../../parts/usePagedRows";
import { useUrlFilter } from "../../parts/useUrlFilter";
import { titleOf, useText } from "../../text";
import { ExportButton } from "../findings/ListTools";
import { useKinds } from "../matter/useMatter";
import { BulkBar } from "./BulkBar";
import { matterColumns, MatterCard } from "./matterColumns";
import { mattersTabs } from "./mattersTabs";
import { useOpeners } from "./useOpeners";

type Query = NonNullable<paths["/api/matters"]["get"]["parameters"]["query"]>;
const NAMES = ["kind", "state", "region", "subject", "number", "due_before", "opened_from", "opened_to", "sort"] as const;

export default function MattersPage() {
  const t = useText();
  const m = t.matters;
  const go = useNavigate();
  const who = useWho();
  const kinds = useKinds().data ?? [];
  const openers = useOpeners();
  const { filter, set, one } = useUrlFilter(NAMES);
  const isMine = one("whose") === "mine";
  const [cursor, setCursor] = useState(0);
  const [turn, setTurn] = useState(0); // of reading the list: anew after an act on many
  const [chosen, setChosen] = useState(new Map<string, MatterLine>());
  const query = useMemo(() => {
    const made: Record<string, unknown> = Object.fromEntries(Object.entries(filter).map(([name, values]) => [name, name === "state" ? values : values[0]]));
    return { ...made, ...(isMine ? { mine: true } : {}) } as Query;
  }, [filter, isMine]);
  const fetchPage = useCallback(
    async (at: string | undefined, signal: AbortSignal): Promise<Page<MatterLine>> => {
      const got = await ask("get", "/api/matters", { query: { ...query, limit: PAGE, ...(at ? { cursor: at } : {}) }, signal });
      return { rows: got.matters, next: got.next };
    },
    [query],
  );
  const choose = (row: MatterLine, isChosen: boolean) => {
    const next = new Map(chosen);
    if (isChosen) next.set(row.number, row);
    else next.delete(row.number);
    setChosen(next);
  };
  useKeys({ "/": () => document.getElementById("number-filter")?.focus() });
  const kind = kinds.find((candidate) => candidate.name === one("kind"));
  const day = (name: string, label: string) => (
    <DatePicker aria-label={label} placeholder={label} style={{ width: 140 }} value={one(name) ? dayjs(one(name)) : null} onChange={(_, value) => set({ [name]: String(value) })} />
  );
  return (
    <div className="page fill">
      <PageHeader title={m.title} tabs={isInstitution(who) ? [] : mattersTabs(t)}>
        {openers.length > 0 && <Link to="/matters/open"><Button icon={<PlusOutlined />} tabIndex={-1}>{m.openNew}</Button></Link>}
        <ExportButton what="matters" query={query} />
      </PageHeader>
      <div className="filters" role="search" aria-label={t.findings.filter}>
        {!isInstitution(who) && (
          <Segmented aria-label={m.inbox} value={isMine ? "mine" : "all"} onChange={(value) => set({ whose: value === "mine" ? "mine" : null })} options={[{ value: "all", label: m.allMine }, { value: "mine", label: m.mine }]} />
        )}
        <Select allowClear aria-label={m.kind} placeholder={m.kind} style={{ width: 150 }} value={one("kind") || undefined} onChange={(value) => set({ kind: value, state: null })}
          options={kinds.map((candidate) => ({ value: candidate.name, label: titleOf(candidate.title) }))} />
        {kind && (
          <Select mode="multiple" allowClear maxTagCount={1} aria-label={m.state} placeholder={m.state} style={{ minWidth: 150 }} value={filter.state ?? []} onChange={(value) => set({ state: value })}
            options={kind.states.map((state) => ({ value: state.name, label: titleOf(state.title) }))} />
        )}
        <Input key={one("number")} id="number-filter" allowClear defaultValue={one("number")} aria-label={m.numberPart} placeholder={m.numberPart} style={{ width: 170 }} onPressEnter={(event) => set({ number: event.currentTarget.value.trim() })} onBlur={(event) => event.target.value.trim() !== one("number") && set({ number: event.target.value.trim() })} />
        <span className="wide-only">{day("due_before", m.dueBefore)}</span>
        <Select aria-label={m.sort} style={{ width: 150 }} value={one("sort") || "due"} onChange={(value) => set({ sort: value === "due" ? null : value })} options={[{ value: "due", label: m.byDue }, { value: "opened", label: m.byOpened }]} />
        {(Object.keys(filter).length > 0) && <Button type="link" onClick={() => go({ search: isMine ? "whose=mine" : "" })}>{t.findings.clear}</Button>}
      </div>
      {chosen.size > 0 && <BulkBar chosen={[...chosen.values()]} clear={() => setChosen(new Map())} done={() => { setChosen(new Map()); setTurn(turn + 1); }} />}
      <div className="split">
        <RowList<MatterLine>
          key={JSON.stringify(query) + turn} label={m.title} listKey={["matters", "list", query, turn]} fetch={fetchPage} columns={matterColumns(t)} keyOf={(row) => row.number}
          current={null} open={(row) => go(`/matters/${row.number}`)} cursor={cursor} setCursor={setCursor}
          {...(isInstitution(who) ? {} : { chosen, choose })}
          cardHeight={88} card={(row) => <MatterCard row={row} />}
          empty={isMine && Object.keys(filter).length === 0
            ? <EmptyState title={m.emptyMine} hint={m.emptyMineHint}><Button onClick={() => set({ whose: null })}>{m.allMine}</Button></EmptyState>
            : <EmptyState title={m.empty} hint={m.emptyHint} />}
          failed={(error, again) => <ErrorState error={error} again={again} />}
        />
      </div>
    </div>
  );
}
