// Places on a person's line of time, in percent of its width.
import { useMemo } from "react";
import type { TapeItems, Visits } from "../api/shapes";

const DAY = 86_400_000;
const timeOf = (text: string) => Date.parse(`${text.replace(" ", "T").slice(0, 16)}${text.length > 10 ? "" : "T00:00"}Z`);

export function useScale(visits: Visits, items: TapeItems) {
  return useMemo(() => {
    const times = [...visits.flatMap((visit) => [visit.start, visit.end || visit.start]), ...items.flatMap((item) => [item.first, item.last])].map(timeOf).filter(Number.isFinite);
    const least = Math.min(...times) - DAY;
    const most = Math.max(...times) + DAY;
    const width = Math.max(most - least, 14 * DAY);
    const percent = (time: number) => ((time - least) / width) * 100;
    const span = (from: string, to: string) => {
      const left = Math.max(0, Math.min(99, percent(timeOf(from))));
      return { left: `${left}%`, width: `${Math.max(0, percent(timeOf(to || from)) - left)}%` };
    };
    const ticks: { at: number; label: string }[] = [];
    const months = width / (30 * DAY);
    const step = months > 30 ? 12 : months > 14 ? 6 : months > 6 ? 3 : 1;
    const first = new Date(least);
    for (let month = first.getUTCFullYear() * 12 + first.getUTCMonth() + 1; ; ++month) {
      const at = percent(Date.UTC(Math.floor(month / 12), month % 12, 1));
      if (at > 92) break;
      if (month % step === 0) ticks.push({ at, label: `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}` });
    }
    return { span, ticks };
  }, [visits, items]);
}
