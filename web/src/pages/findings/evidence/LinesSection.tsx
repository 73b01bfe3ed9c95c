// Claim lines of the visit; blamed ones carry a shape and a colour. Many lines begin with the blamed ones alone.
import { Button, Switch } from "antd";
import { useState } from "react";
import type { EvidenceLine } from "../../../api/shapes";
import { Amount } from "../../../parts/Amount";
import { Section } from "../../../parts/Facts";
import { useText } from "../../../text";

const MANY = 12;
const AT_FIRST = 10;

export function LinesSection({ lines, leftOut }: { lines: EvidenceLine[]; leftOut: number }) {
  const e = useText().evidence;
  const blamed = lines.filter((line) => line.is_blamed);
  const hasChoice = blamed.length > 0 && blamed.length < lines.length;
  const [isOnlyBlamed, setIsOnlyBlamed] = useState(hasChoice && lines.length > MANY);
  const [isAll, setIsAll] = useState(false);
  const wanted = isOnlyBlamed ? blamed : lines;
  const shown = isAll ? wanted : wanted.slice(0, AT_FIRST);
  return (
    <Section title={<>{e.lines} <span className="quiet figures">{blamed.length}/{lines.length}</span></>}
      extra={hasChoice && <label className="row only-blamed"><Switch size="small" checked={isOnlyBlamed} onChange={setIsOnlyBlamed} aria-label={e.onlyBlamed} /> {e.onlyBlamed}</label>}>
      {lines.length === 0 && <p className="quiet">{e.noLines}</p>}
      {lines.length > 0 && (
        <table className="lines">
          <thead><tr><th scope="col">{e.item}</th><th scope="col" className="right">{e.quantity}</th><th scope="col" className="right">{e.amount}</th><th scope="col" className="right">{e.inScope}</th></tr></thead>
          <tbody>
            {shown.map((line) => (
              <tr key={line.id} className={line.is_blamed ? "is-blamed" : ""} title={line.id}>
                <td>
                  {line.is_blamed && <span className="blame-mark" title={e.blamed}><span aria-hidden>▲</span><span className="hidden">{e.blamed} </span></span>}
                  {line.item_name} <span className="quiet">{line.specification}</span>
                  <div className="quiet figures line-more">{line.time.slice(0, 16)} · {line.department} {line.doctor}{line.windows.length > 0 && ` · ${line.windows.join(" ")}`}</div>
                </td>
                <td className="right figures" title={line.price}>{line.quantity}</td>
                <td className="right"><Amount value={line.amount} /></td>
                <td className="right"><Amount value={line.in_scope} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown.length < wanted.length && <Button size="small" onClick={() => setIsAll(true)}>{e.showAll(wanted.length)}</Button>}
      {leftOut > 0 && <p className="quiet">{e.leftOut(leftOut)}</p>}
    </Section>
  );
}
