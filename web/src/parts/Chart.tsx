// A chart of ECharts with its table beside it: the switch keeps what a chart shows readable for everybody. The library is loaded
// when the first chart is drawn, with the kinds of charts that are used alone.
import { Segmented } from "antd";
import type { EChartsCoreOption } from "echarts/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useText } from "../text";
import { Section } from "./Facts";

interface Props {
  title: ReactNode;
  label: string;
  height: number;
  option: (ink: ChartInk) => EChartsCoreOption;
  pick?: (place: number, series: string) => void; // of what was clicked
  table: ReactNode;
}

export interface ChartInk { ink: string; quiet: string; line: string; accent: string; good: string; bad: string; paper: string }

function inkOf(element: Element): ChartInk {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { ink: of("ink"), quiet: of("quiet"), line: of("line"), accent: of("accent"), good: of("good"), bad: of("bad"), paper: of("paper") };
}

export function ChartSection({ title, table, ...chart }: Props) {
  const t = useText().overview;
  const [isTable, setIsTable] = useState(false);
  return (
    <Section title={title} extra={<Segmented size="small" aria-label={`${chart.label}: ${t.chart}/${t.table}`} value={isTable ? "table" : "chart"} onChange={(value) => setIsTable(value === "table")} options={[{ value: "chart", label: t.chart }, { value: "table", label: t.table }]} />}>
      {isTable ? table : <Drawing {...chart} />}
    </Section>
  );
}

function Drawing({ label, height, option, pick }: Omit<Props, "title" | "table">) {
  const place = useRef<HTMLDivElement>(null);
  const look = document.documentElement.dataset.look;
  const picked = useRef(pick);
  picked.current = pick;
  useEffect(() => {
    let end = () => {};
    let isOver = false;
    void import("./echarts").then(({ init }) => {
      if (isOver || !place.current) return;
      const chart = init(place.current, undefined, { renderer: "svg" });
      chart.setOption({ animation: false, ...option(inkOf(place.current)) });
      chart.on("click", (event) => picked.current?.(event.dataIndex, event.seriesName ?? ""));
      const observer = new ResizeObserver(() => chart.resize());
      observer.observe(place.current);
      end = () => { observer.disconnect(); chart.dispose(); };
    });
    return () => { isOver = true; end(); };
  }, [option, look]);
  return <div ref={place} className="chart" role="img" aria-label={label} style={{ height }} />;
}
