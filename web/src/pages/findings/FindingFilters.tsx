// The filter of findings. It stands in the address; texts wait a moment before they are asked for.
import { FilterOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useEffect, useRef, useState } from "react";
import type { FindingState } from "../../api/shapes";
import { FieldHelp } from "../../parts/FieldHelp";
import { useIsNarrow } from "../../parts/useIsNarrow";
import { useText } from "../../text";

interface Props {
  one: (name: string) => string;
  states: string[];
  set: (change: Record<string, string | string[] | undefined | null>, isReplaced?: boolean) => void;
  clear: () => void;
  count: number; // of filters that are set
}

export function FindingFilters({ one, states, set, clear, count }: Props) {
  const t = useText();
  const f = t.findings;
  const isNarrow = useIsNarrow();
  const [isOpen, setIsOpen] = useState(false);
  const text = (name: string, label: string, width: number, id?: string) => (
    <SlowInput key={name} id={id} label={label} width={width} value={one(name)} set={(value) => set({ [name]: value }, true)} />
  );
  const day = (name: string, label: string) => (
    <DatePicker aria-label={label} placeholder={label} value={one(name) ? dayjs(one(name)) : null} onChange={(_, value) => set({ [name]: String(value) })} style={{ width: 124 }} inputReadOnly={isNarrow} />
  );
  const fields = (
    <>
      <Select mode="multiple" allowClear maxTagCount={1} aria-label={f.state} placeholder={f.state} value={states} style={{ minWidth: 140 }} onChange={(value) => set({ state: value })}
        options={(Object.keys(f.states) as FindingState[]).map((value) => ({ value, label: f.states[value] }))} />
      <Select allowClear aria-label={f.certain} placeholder={f.certain} value={one("certain") || undefined} style={{ width: 108 }} onChange={(value) => set({ certain: value })}
        options={[{ value: "true", label: f.sure }, { value: "false", label: f.doubtful }]} />
      <FieldHelp word="certain" />
      {text("provider", f.provider, 122)}
      {text("person", f.person, 130)}
      {text("region", f.region, 84)}
      {day("from", f.from)}
      {day("to", f.to)}
      {text("net_at_least", f.least, 106)}
      <Select aria-label={f.sort} value={one("sort") || "net"} style={{ width: 138 }} onChange={(value) => set({ sort: value === "net" ? undefined : value })}
        options={[{ value: "net", label: f.byNet }, { value: "day", label: f.byDay }]} />
      {isNarrow && count > 0 && <Button type="link" onClick={clear}>{f.clear}</Button>}
    </>
  );
  return (
    <div className="filters" role="search" aria-label={f.filter}>
      {text("rule", f.rule, isNarrow ? 0 : 108, "first-filter")}
      {isNarrow && <Button icon={<FilterOutlined />} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>{f.filter}{count > 0 && ` · ${count}`}</Button>}
      {(!isNarrow || isOpen) && fields}
    </div>
  );
}

function SlowInput({ id, label, value, width, set }: { id?: string; label: string; value: string; width: number; set: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const waiting = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => setTyped(value), [value]);
  const type = (next: string) => {
    setTyped(next);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => set(next.trim()), 350);
  };
  return <Input id={id} allowClear aria-label={label} placeholder={label} value={typed} style={width ? { width } : { flex: 1, minWidth: 120 }} onChange={(event) => type(event.target.value)} onPressEnter={() => set(typed.trim())} />;
}
