// Money found by month as bars, confirmed as a line; a month leads to its findings.
import { useCallback } from "react";
import { Link, useNavigate } from "react-router-dom";
import type { MonthSum } from "../../api/shapes";
import { useSettings } from "../../app/settings";
import { Amount } from "../../parts/Amount";
import { type ChartInk, ChartSection } from "../../parts/Chart";
import { Table } from "../../parts/Table";
import { formatAmount, formatCount } from "../../text/format";
import { useText } from "../../text";
import { findingsAt, lastDay } from "./sums";

export function TrendChart({ months, more = {}, height = 240 }: { months: MonthSum[]; more?: Record<string, string>; height?: number }) {
  const t = useText();
  const o = t.overview;
  const go = useNavigate();
  const { unit } = useSettings();
  const at = (month: string, state?: string) => findingsAt({ region: "", from: month, to: month }, { ...more, ...(state ? { state } : {}), from: `${month}-01`, to: lastDay(month) });
  const option = useCallback((ink: ChartInk) => {
    const money = (value: unknown) => formatAmount(Number(value).toFixed(2), unit);
    const axis = { axisLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.quiet }, splitLine: { lineStyle: { color: ink.line } } };
    return {
      grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: ink.quiet }, itemHeight: 9 },
      tooltip: { trigger: "axis", backgroundColor: ink.paper, borderColor: ink.line, textStyle: { color: ink.ink }, valueFormatter: money },
      xAxis: { type: "category", data: months.map((one) => one.month), ...axis, splitLine: { show: false } },
      yAxis: { type: "value", ...axis, axisLabel: { color: ink.quiet, formatter: (value: number) => (unit === "wan" || value >= 10_000 ? `${value / 10_000}${t.frame.wan}` : String(value)) } },
      series: [
        { name: o.found, type: "bar", data: months.map((one) => Number(one.found.net)), itemStyle: { color: ink.accent, borderRadius: [3, 3, 0, 0] }, barMaxWidth: 34 },
        { name: o.confirmed, type: "line", data: months.map((one) => Number(one.confirmed.net)), itemStyle: { color: ink.good }, lineStyle: { width: 2 }, symbol: "circle", symbolSize: 7 },
        { name: o.rejected, type: "line", data: months.map((one) => Number(one.rejected.net)), itemStyle: { color: ink.bad }, lineStyle: { width: 2, type: "dashed" }, symbol: "diamond", symbolSize: 7 },
      ],
    };
  }, [months, unit, o, t.frame.wan]);
  const pick = (place: number, series: string) => {
    const month = months[place]?.month;
    if (month) go(at(month, series === o.confirmed ? "confirmed" : series === o.rejected ? "rejected" : undefined));
  };
  return (
    <ChartSection title={o.trend} label={o.trend} height={height} option={option} pick={pick} table={
      <Table<MonthSum> label={o.trend} rows={months} keyOf={(one) => one.month} columns={[
        { name: "month", title: o.month, show: (one) => <Link to={at(one.month)} className="figures">{one.month}</Link> },
        { name: "count", title: o.count, isRight: true, show: (one) => formatCount(one.found.count) },
        { name: "found", title: o.found, isRight: true, show: (one) => <Amount value={one.found.net} /> },
        { name: "confirmed", title: o.confirmed, isRight: true, show: (one) => <Link to={at(one.month, "confirmed")}><Amount value={one.confirmed.net} /></Link> },
        { name: "rejected", title: o.rejected, isRight: true, show: (one) => <Link to={at(one.month, "rejected")}><Amount value={one.rejected.net} /></Link> },
      ]} />
    } />
  );
}
