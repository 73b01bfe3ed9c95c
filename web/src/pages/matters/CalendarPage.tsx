// Terms in a month: what falls due on which day.
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Segmented, Select } from "antd";
import { Link } from "react-router-dom";
import { ask } from "../../api/client";
import type { MatterLine } from "../../api/shapes";
import { useSettings } from "../../app/settings";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { PageHeader } from "../../parts/PageHeader";
import { useIsNarrow } from "../../parts/useIsNarrow";
import { useUrlFilter } from "../../parts/useUrlFilter";
import { formatDay, today } from "../../text/format";
import { titleOf, useText } from "../../text";
import { useKinds } from "../matter/useMatter";
import { mattersTabs } from "./mattersTabs";
import { daysOfMonth, monthAfter } from "./month";

const NAMES = ["month", "kind", "whose"] as const;
const PAGES = 3; // of 200 matters each; more in one month are not drawn

/** Matters due before the month's end, the earliest first. */
async function dueUntil(last: string, kind: string, isMine: boolean): Promise<{ rows: MatterLine[]; isMore: boolean }> {
  const rows: MatterLine[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; ++page) {
    const got = await ask("get", "/api/matters", { query: { due_before: last, limit: 200, ...(kind ? { kind } : {}), ...(isMine ? { mine: true } : {}), ...(cursor ? { cursor } : {}) } });
    rows.push(...got.matters);
    if (!got.next) return { rows, isMore: false };
    cursor = got.next;
  }
  return { rows, isMore: true };
}

export default function CalendarPage() {
  const t = useText();
  const m = t.matters;
  const { language } = useSettings();
  const isNarrow = useIsNarrow();
  const { one, set } = useUrlFilter(NAMES);
  const kinds = useKinds().data ?? [];
  const now = today();
  const month = /^\d{4}-\d{2}$/.test(one("month")) ? one("month") : now.slice(0, 7);
  const days = daysOfMonth(month);
  const last = days[days.length - 1] ?? now;
  const isMine = one("whose") === "mine";
  const due = useQuery({ queryKey: ["matters", "due", last, one("kind"), isMine], queryFn: () => dueUntil(last, one("kind"), isMine), staleTime: 10_000 });
  const byDay = new Map<string, MatterLine[]>();
  for (const row of due.data?.rows ?? []) if (row.due) byDay.set(row.due, [...(byDay.get(row.due) ?? []), row]);
  const blanks = (new Date(`${month}-01T00:00:00Z`).getUTCDay() + 6) % 7;
  const shown = isNarrow ? days.filter((day) => byDay.has(day)) : days;
  return (
    <div className="page">
      <PageHeader title={m.title} tabs={mattersTabs(t)} />
      <div className="filters">
        <Button icon={<LeftOutlined />} aria-label={m.previousMonth} onClick={() => set({ month: monthAfter(month, -1) })} />
        <strong className="figures month-name">{month}</strong>
        <Button icon={<RightOutlined />} aria-label={m.nextMonth} onClick={() => set({ month: monthAfter(month, 1) })} />
        <Button onClick={() => set({ month: null })}>{m.today}</Button>
        <Segmented aria-label={m.inbox} value={isMine ? "mine" : "all"} onChange={(value) => set({ whose: value === "mine" ? "mine" : null })} options={[{ value: "all", label: m.allMine }, { value: "mine", label: m.mine }]} />
        <Select allowClear aria-label={m.kind} placeholder={m.kind} style={{ width: 150 }} value={one("kind") || undefined} onChange={(value) => set({ kind: value })} options={kinds.map((kind) => ({ value: kind.name, label: titleOf(kind.title) }))} />
      </div>
      {due.error && <ErrorState error={due.error} again={() => void due.refetch()} />}
      {due.data?.isMore && <Alert type="info" showIcon message={m.many} className="after" />}
      {due.data && isNarrow && shown.length === 0 && <EmptyState title={m.calendarEmpty} />}
      <div className="calendar" aria-label={m.calendar}>
        {!isNarrow && m.weekdays.map((day) => <div key={day} className="calendar-head">{m.weekday(day)}</div>)}
        {!isNarrow && Array.from({ length: blanks }, (_, place) => <div key={`blank-${place}`} className="calendar-day blank" />)}
        {shown.map((day) => (
          <div key={day} className={day === now ? "calendar-day today" : day < now ? "calendar-day past" : "calendar-day"}>
            <span className="calendar-date figures">{isNarrow ? formatDay(day, language) : Number(day.slice(8))}{day === now && ` · ${m.today}`}</span>
            <DayGroups rows={byDay.get(day) ?? []} day={day} />
          </div>
        ))}
        {!isNarrow && Array.from({ length: (7 - ((blanks + days.length) % 7)) % 7 }, (_, place) => <div key={`after-${place}`} className="calendar-day blank" />)}
      </div>
    </div>
  );
}

/** Few matters by their numbers, many by kind and state. */
function DayGroups({ rows, day }: { rows: MatterLine[]; day: string }) {
  if (rows.length <= 3)
    return <>{rows.map((row) => <Link key={row.number} className="calendar-item" to={`/matters/${row.number}`} title={row.number}>{titleOf(row.state_title)} <span className="quiet">{row.subject}</span></Link>)}</>;
  const groups = new Map<string, MatterLine[]>();
  for (const row of rows) groups.set(`${row.kind} ${row.state}`, [...(groups.get(`${row.kind} ${row.state}`) ?? []), row]);
  return (
    <>
      {[...groups.values()].map((group) => group[0] && (
        <Link key={group[0].kind + group[0].state} className="calendar-item" to={`/matters?kind=${group[0].kind}&state=${group[0].state}&due_before=${day}`}>
          {titleOf(group[0].state_title)} <strong className="figures">{group.length}</strong>
        </Link>
      ))}
    </>
  );
}
