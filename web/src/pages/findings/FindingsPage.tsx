// Findings: the list, what is chosen of it, and the reading pane.
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useCallback, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router-dom";
import { ask } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import type { Finding } from "../../api/shapes";
import { useKeys } from "../../app/keys";
import { isInstitution, useMay, useWho } from "../../app/session";
import { keep, read } from "../../app/settings";
import { Amount } from "../../parts/Amount";
import { Day } from "../../parts/Day";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { PageHeader } from "../../parts/PageHeader";
import { RowList } from "../../parts/RowList";
import { SidePane } from "../../parts/SidePane";
import { FindingStateTag } from "../../parts/StateTag";
import { PAGE, type Page } from "../../parts/usePagedRows";
import { useUrlFilter } from "../../parts/useUrlFilter";
import { formatCount } from "../../text/format";
import { useText } from "../../text";
import { CertainTag, findingColumns, PLAIN_COLUMNS } from "./columns";
import { FindingFilters } from "./FindingFilters";
import { FindingPane } from "./FindingPane";
import { ColumnChoice, ExportButton, SavedViews } from "./ListTools";
import { FILTER_NAMES, queryOf } from "./query";
import { useOpenFinding } from "./useOpenFinding";
import { useReviews } from "./useReviews";

const COLUMNS = "qiuhao.findings.columns";

export default function FindingsPage() {
  const t = useText();
  const f = t.findings;
  const may = useMay();
  const who = useWho();
  const go = useNavigate();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const { filter, set, one } = useUrlFilter(FILTER_NAMES);
  const [columns, setColumns] = useState(() => read<string[]>(COLUMNS, PLAIN_COLUMNS));
  const [cursor, setCursor] = useState(0);
  const [chosen, setChosen] = useState(new Map<string, Finding>());
  const [count, setCount] = useState("");
  const mover = useRef<(by: number) => void>(() => undefined);
  const open = one("id") || null;
  const finding = useOpenFinding(open);
  const reviews = useReviews();
  const query = useMemo(() => queryOf(filter), [filter]);
  const listKey = useMemo(() => ["findings", query] as const, [query]);
  const fetchPage = useCallback(
    async (at: string | undefined, signal: AbortSignal): Promise<Page<Finding>> => {
      const got = await ask("get", "/api/findings", { query: { ...query, limit: PAGE, ...(at ? { cursor: at } : { count: true }) }, signal });
      return { rows: got.findings, next: got.next, ...(got.count === undefined ? {} : { count: got.count }), isMore: got.is_more ?? false };
    },
    [query],
  );
  const mayAssign = may("finding.assign");
  const choose = (row: Finding, isChosen: boolean) => {
    const next = new Map(chosen);
    if (isChosen) next.set(row.id, row);
    else next.delete(row.id);
    setChosen(next);
  };
  const openPane = (row: Finding) => {
    client.setQueryData(["finding", row.id], row);
    set({ id: row.id }, open !== null);
  };
  const openAll = async (findings: Finding[]) => {
    const refused = await reviews.open(findings);
    setChosen(new Map());
    if (refused.length === 0) return;
    modal.warning({ title: f.refused, content: <ul className="plain">{refused.slice(0, 20).map((line, place) => <li key={place}>{line}</li>)}</ul> });
  };
  const openMany = () => {
    const findings = [...chosen.values()];
    modal.confirm({ title: f.openMany(findings.length), content: f.confirmMany(findings.length), okText: f.openReview, onOk: () => openAll(findings).catch((error) => message.error(sentenceOf(error))) });
  };
  const openOne = (row: Finding | undefined) => {
    if (row && mayAssign && row.state === "open" && !row.matter) void openAll([row]).catch((error) => message.error(sentenceOf(error)));
  };
  const clear = () => {
    setCursor(0);
    go({ search: "" });
  };
  useKeys({
    "/": () => document.getElementById("first-filter")?.focus(),
    Escape: () => (open ? set({ id: null }, true) : (document.activeElement as HTMLElement | null)?.blur()),
    o: () => openOne(finding.data),
  });
  const shown = findingColumns(t, open !== null).filter((column) => columns.includes(column.name));
  const filterCount = Object.keys(filter).filter((name) => name !== "sort").length;
  return (
    <div className="page fill">
      <PageHeader title={isInstitution(who) ? t.nav.own : f.title} extra={<>{count} {filterCount > 0 && <Button type="link" className="wide-only" onClick={clear}>{f.clear}</Button>}</>}>
        <SavedViews words={new URLSearchParams(Object.entries(filter).flatMap(([name, values]) => values.map((value) => [name, value]))).toString()} use={(words) => go({ search: words })} />
        <ColumnChoice chosen={columns} choose={(next) => { setColumns(next); keep(COLUMNS, next); }} />
        <ExportButton what="findings" query={query} />
      </PageHeader>
      <FindingFilters one={one} states={filter.state ?? []} set={(change, isReplaced) => { setCursor(0); set(change, isReplaced); }} clear={clear} count={filterCount} />
      {chosen.size > 0 && (
        <div className="chosen" role="status">
          <strong>{f.chosen(chosen.size)}</strong>
          <Button type="primary" loading={reviews.isBusy} onClick={openMany}>{f.openMany(chosen.size)}</Button>
          <Button onClick={() => setChosen(new Map())}>{f.unchoose}</Button>
        </div>
      )}
      <div className="split">
        <RowList<Finding>
          key={JSON.stringify(query)} label={f.table} listKey={listKey} fetch={fetchPage} columns={shown} keyOf={(row) => row.id}
          current={open} open={openPane} cursor={cursor} setCursor={setCursor}
          {...(mayAssign ? { chosen, choose } : {})}
          fits={open !== null} mover={mover} cardHeight={92} card={(row) => <FindingCard row={row} />}
          onFirst={(rows) => setCount(f.count(formatCount(rows.first?.count ?? rows.length), rows.first?.isMore ?? false))}
          empty={filterCount > 0 ? <EmptyState title={f.empty} hint={f.emptyHint}><Button onClick={clear}>{f.clear}</Button></EmptyState> : <EmptyState title={f.emptyAll} hint={f.emptyAllHint} />}
          failed={(error, again) => <ErrorState error={error} again={again} />}
        />
        <SidePane title={f.pane} isOpen={open !== null} close={() => set({ id: null }, true)} tools={<><Button size="small" type="text" icon={<UpOutlined />} aria-label={t.evidence.previousOne} title="k" onClick={() => mover.current(-1)} /><Button size="small" type="text" icon={<DownOutlined />} aria-label={t.evidence.nextOne} title="j" onClick={() => mover.current(1)} /></>}>
          {finding.data && <FindingPane finding={finding.data} isOpening={reviews.isBusy} openReview={() => openOne(finding.data)} />}
          {finding.error && <ErrorState error={finding.error} />}
        </SidePane>
      </div>
    </div>
  );
}

function FindingCard({ row }: { row: Finding }) {
  const t = useText();
  return (
    <>
      <div className="row"><span className="cut grow card-title">{row.rule_name || row.rule}</span><strong><Amount value={row.net} withUnit /></strong></div>
      <div className="cut">{row.provider_name || row.provider} · {row.item_name}</div>
      <div className="row quiet"><FindingStateTag state={row.state} /><CertainTag isCertain={row.certain} t={t} /><span className="grow" /><Day value={row.day} /></div>
    </>
  );
}
