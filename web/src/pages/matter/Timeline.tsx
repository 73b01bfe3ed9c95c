// What happened in a matter, newest last, from state to state.
import type { Kind, Matter } from "../../api/shapes";
import { Time } from "../../parts/Day";
import { titleOf, useText } from "../../text";

export function Timeline({ matter, kind }: { matter: Matter; kind: Kind | undefined }) {
  const t = useText();
  const titles = new Map((kind?.states ?? []).map((state) => [state.name, titleOf(state.title)]));
  return (
    <ol className="timeline" aria-label={t.matter.history}>
      {matter.history.map((deed, place) => (
        <li key={place}>
          <div><strong>{titleOf(deed.title)}</strong> <span className="quiet">{[deed.person, deed.unit].filter(Boolean).join(" · ")}</span></div>
          <div className="quiet"><Time value={deed.at} />{deed.to !== deed.from && <> → {titles.get(deed.to) ?? deed.to}</>}</div>
          {deed.note && <div className="note">{deed.note}</div>}
        </li>
      ))}
    </ol>
  );
}
