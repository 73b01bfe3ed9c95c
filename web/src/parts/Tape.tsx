// The visits of a person on a line of time: a row for each provider, bars for visits, items below. One stop for Tab; arrow keys
// go from visit to visit, and what is pointed at stands in words below.
import { Button } from "antd";
import { useMemo, useState } from "react";
import type { TapeItems, Visits } from "../api/shapes";
import { useText } from "../text";
import { Amount } from "./Amount";
import { useScale } from "./tapeScale";
import "./tape.css";

const FEW_ITEMS = 8;

export function Tape({ visits, items, leftOut }: { visits: Visits; items: TapeItems; leftOut: number }) {
  const e = useText().evidence;
  const inOrder = useMemo(() => [...visits].sort((one, other) => one.start.localeCompare(other.start)), [visits]);
  const subject = Math.max(0, inOrder.findIndex((visit) => visit.is_subject));
  const [at, setAt] = useState(subject);
  const [isAll, setIsAll] = useState(false);
  const scale = useScale(inOrder, items);
  if (inOrder.length === 0) return null;
  const rows = [...new Map(inOrder.map((visit) => [visit.provider, visit.provider_name || visit.provider]))];
  const now = inOrder[at] ?? inOrder[0];
  const move = (event: React.KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(inOrder.length - 1, at + by));
    setAt(next);
    (event.currentTarget.querySelector(`[data-visit="${next}"]`) as HTMLElement | null)?.focus();
  };
  return (
    <div className="tape">
      <div className="tape-axis" aria-hidden>{scale.ticks.map((tick) => <span key={tick.label} style={{ left: `${tick.at}%` }}>{tick.label}</span>)}</div>
      <div role="group" aria-label={`${e.tape}: ${e.tapeHint}`} onKeyDown={move}>
        {rows.map(([provider, name]) => (
          <div key={provider} className="tape-row">
            <div className="tape-name cut" title={name}>{name}</div>
            <div className="tape-track">
              {inOrder.map((visit, place) => visit.provider === provider && (
                <button key={visit.id} type="button" data-visit={place} tabIndex={place === at ? 0 : -1}
                  className={`tape-bar ${visit.kind}${visit.is_subject ? " is-subject" : ""}${place === at ? " is-now" : ""}`}
                  style={scale.span(visit.start, visit.end)} onFocus={() => setAt(place)} onMouseEnter={() => setAt(place)} onClick={() => setAt(place)}
                  aria-label={`${visit.kind_label} ${visit.start.slice(0, 10)} ${name}${visit.is_subject ? ` · ${e.subject}` : ""}`}>
                  {visit.is_subject && <span aria-hidden className="tape-sign">▼</span>}
                </button>
              ))}
            </div>
          </div>
        ))}
      </div>
      {now && (
        <p className="tape-words" aria-live="polite">
          <strong>{now.kind_label}</strong> <span className="figures">{now.start.slice(0, 16)} – {now.end ? now.end.slice(0, 16) : e.goesOn}</span> · {now.provider_name}
          <br />{now.diagnosis} · <Amount value={now.amount} withUnit />{now.is_subject && <strong className="tape-this"> ▼ {e.subject}</strong>}
        </p>
      )}
      {leftOut > 0 && <p className="quiet">{e.visitsLeftOut(leftOut)}</p>}
      {items.length > 0 && <h3>{e.items}</h3>}
      {(isAll ? items : items.slice(0, FEW_ITEMS)).map((item) => (
        <div key={item.item} className="tape-row">
          <div className="tape-name cut" title={`${item.item} ${item.name}`}>{item.name} <span className="quiet figures">{e.lineCount(item.lines)} · <Amount value={item.amount} /></span></div>
          <div className="tape-track"><span className="tape-item" style={scale.span(item.first, item.last)} title={`${item.first} – ${item.last}`} /></div>
        </div>
      ))}
      {!isAll && items.length > FEW_ITEMS && <Button size="small" onClick={() => setIsAll(true)}>{e.moreItems(items.length)}</Button>}
    </div>
  );
}
