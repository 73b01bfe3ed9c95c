// A kind's matters as columns by state, each by the end of its terms.
import { useQueries, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { Link } from "react-router-dom";
import { ask } from "../../api/client";
import type { MatterLine } from "../../api/shapes";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { Due } from "../../parts/Day";
import { MatterStateTag } from "../../parts/StateTag";
import { useUrlFilter } from "../../parts/useUrlFilter";
import { formatCount } from "../../text/format";
import { titleOf, useText } from "../../text";
import { useKind, useKinds } from "../matter/useMatter";
import { mattersTabs } from "./mattersTabs";

const SHOWN = 20;
const NAMES = ["kind"] as const;

export function useCounts() {
  return useQuery({ queryKey: ["counts"], queryFn: () => ask("get", "/api/matters/counts"), select: (got) => got.counts });
}

export default function BoardPage() {
  const t = useText();
  const { one, set } = useUrlFilter(NAMES);
  const kinds = useKinds().data ?? [];
  const counts = useCounts();
  const used = kinds.filter((kind) => counts.data?.some((count) => count.kind === kind.name));
  const name = one("kind") || used[0]?.name;
  const kind = useKind(name).data;
  const countOf = (state: string) => counts.data?.find((count) => count.kind === name && count.state === state)?.count ?? 0;
  const states = (kind?.states ?? []).filter((state) => !state.is_final || countOf(state.name) > 0);
  const lists = useQueries({
    queries: states.map((state) => ({
      queryKey: ["matters", "board", name, state.name],
      queryFn: () => ask("get", "/api/matters", { query: { kind: name ?? "", state: [state.name], limit: SHOWN } }),
      enabled: countOf(state.name) > 0,
      staleTime: 10_000,
    })),
  });
  return (
    <div className="page fill">
      <PageHeader title={t.matters.title} tabs={mattersTabs(t)}>
        {used.length > 0 && <Select aria-label={t.matters.kind} value={name} style={{ minWidth: 170 }} onChange={(value) => set({ kind: value })} options={used.map((candidate) => ({ value: candidate.name, label: titleOf(candidate.title) }))} />}
      </PageHeader>
      {counts.error && <ErrorState error={counts.error} again={() => void counts.refetch()} />}
      {counts.isPending && <Loading />}
      {counts.data && used.length === 0 && <EmptyState title={t.matters.empty} hint={t.matters.emptyMineHint} />}
      {kind && used.length > 0 && (
        <div className="board" tabIndex={0} role="region" aria-label={t.matters.board}>
          {states.map((state, place) => (
            <section key={state.name} className="board-column">
              <h2><MatterStateTag title={titleOf(state.title)} isInitial={state.is_initial} isFinal={state.is_final} /> <span className="quiet figures">{formatCount(countOf(state.name))}</span></h2>
              {(lists[place]?.data?.matters ?? []).map((row) => <BoardCard key={row.number} row={row} />)}
              {countOf(state.name) > SHOWN && <Link className="board-more" to={`/matters?kind=${kind.name}&state=${state.name}`}>{t.matters.more(countOf(state.name) - SHOWN)}</Link>}
            </section>
          ))}
        </div>
      )}
    </div>
  );
}

function BoardCard({ row }: { row: MatterLine }) {
  return (
    <Link to={`/matters/${row.number}`} className="board-card">
      <span className="figures board-number">{row.number.replace(/^[a-z_]+-/, "")}</span>
      <span className="cut">{row.subject}</span>
      {row.due && <Due value={row.due} isShort />}
    </Link>
  );
}
