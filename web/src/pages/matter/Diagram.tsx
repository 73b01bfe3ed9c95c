// A kind as a picture: its states in order, the acts that start in each, and for a matter the way that was gone. The page
// of the API does not say where an act leads, so lines are drawn for moves that were made.
import type { Kind, Matter } from "../../api/shapes";
import { useIsNarrow } from "../../parts/useIsNarrow";
import { titleOf, useText } from "../../text";

const WIDTH = 190;
const GAP_X = 44;
const GAP_Y = 44;
const LINE = 18;

export function Diagram({ kind, matter }: { kind: Kind; matter?: Matter }) {
  const t = useText().matter;
  const acts = (state: string) => kind.actions.filter((action) => action.from.includes(state));
  const columns = Math.min(useIsNarrow() ? 2 : 4, kind.states.length);
  const heightOf = (state: string) => 44 + acts(state).length * LINE;
  const rows: string[][] = [];
  kind.states.forEach((state, place) => (rows[Math.floor(place / columns)] ??= []).push(state.name));
  let y = 8;
  const boxes = new Map<string, { x: number; y: number; height: number }>();
  for (const row of rows) {
    row.forEach((name, column) => boxes.set(name, { x: 8 + column * (WIDTH + GAP_X), y, height: heightOf(name) }));
    y += Math.max(...row.map(heightOf)) + GAP_Y;
  }
  const moves = new Set((matter?.history ?? []).filter((deed) => deed.from && deed.from !== deed.to).map((deed) => `${deed.from} ${deed.to}`));
  const width = 16 + columns * WIDTH + (columns - 1) * GAP_X;
  return (
    <figure className="diagram" tabIndex={0} aria-label={t.diagram}>
      <svg viewBox={`0 0 ${width} ${y - GAP_Y + 8}`} style={{ minWidth: width * 0.75, maxWidth: width }} role="img" aria-label={`${titleOf(kind.title)}: ${kind.states.map((state) => titleOf(state.title)).join(", ")}`}>
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" className="diagram-tip" /></marker></defs>
        {kind.states.map((state) => {
          const box = boxes.get(state.name);
          if (!box) return null;
          const isNow = matter?.state === state.name;
          return (
            <g key={state.name} className={isNow ? "diagram-state now" : state.is_final ? "diagram-state final" : "diagram-state"}>
              <rect x={box.x} y={box.y} width={WIDTH} height={box.height} rx={state.is_final ? 14 : 5} />
              <text x={box.x + 12} y={box.y + 26} className="diagram-name">{isNow ? "● " : ""}{titleOf(state.title)}{state.is_initial ? ` · ${t.initial}` : state.is_final ? ` · ${t.final}` : ""}</text>
              {acts(state.name).map((action, place) => (
                <text key={action.name} x={box.x + 12} y={box.y + 46 + place * LINE} className="diagram-act">{titleOf(action.title)}{action.by_clock ? ` (${t.byClock})` : ""}</text>
              ))}
            </g>
          );
        })}
        {[...moves].map((move) => {
          const [from = "", to = ""] = move.split(" ");
          const one = boxes.get(from);
          const other = boxes.get(to);
          return one && other ? <path key={move} d={lineBetween(one, other)} className="diagram-line" markerEnd="url(#tip)" /> : null;
        })}
      </svg>
      <figcaption className="quiet">{t.diagramHint}</figcaption>
    </figure>
  );
}

type Box = { x: number; y: number; height: number };

function lineBetween(from: Box, to: Box): string {
  if (from.y === to.y && to.x > from.x) {
    if (to.x - from.x < WIDTH + GAP_X + 1) return `M${from.x + WIDTH} ${from.y + 22}H${to.x - 2}`;
    return `M${from.x + WIDTH - 20} ${from.y}C${from.x + WIDTH} ${from.y - 26} ${to.x} ${to.y - 26} ${to.x + 20} ${to.y - 2}`;
  }
  if (from.y === to.y) return `M${from.x + 20} ${from.y}C${from.x} ${from.y - 28} ${to.x + WIDTH} ${to.y - 28} ${to.x + WIDTH - 20} ${to.y - 2}`;
  const [down, end] = to.y > from.y ? [from.y + from.height, to.y - 2] : [from.y, to.y + to.height + 2];
  const middle = (down + end) / 2;
  return `M${from.x + WIDTH / 2} ${down}C${from.x + WIDTH / 2} ${middle} ${to.x + WIDTH / 2} ${middle} ${to.x + WIDTH / 2} ${end}`;
}
