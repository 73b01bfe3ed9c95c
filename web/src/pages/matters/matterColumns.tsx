// A matter as a row and as a card.
import { Link } from "react-router-dom";
import type { MatterLine } from "../../api/shapes";
import { Day, Due } from "../../parts/Day";
import type { RowColumn } from "../../parts/RowList";
import { MatterStateTag } from "../../parts/StateTag";
import { titleOf, type Texts } from "../../text";

/** A line says when it is due; one that is over has nothing due. Kinds tell more on the matter's page. */
const isOver = (row: MatterLine) => row.due === null && /^(confirmed|rejected|closed|returned|withdrawn|enforced|paid|not_taken|renounced)$/.test(row.state);

export function matterColumns(t: Texts): RowColumn<MatterLine>[] {
  const m = t.matters;
  return [
    { name: "number", title: m.number, width: "minmax(230px, 1.4fr)", show: (row) => <Link className="cut figures" to={`/matters/${row.number}`} onClick={(event) => event.stopPropagation()}>{row.number}</Link> },
    { name: "kind", title: m.kind, width: "minmax(100px, 0.8fr)", show: (row) => <span className="cut">{titleOf(row.kind_title)}</span> },
    { name: "state", title: m.state, width: "minmax(120px, 0.9fr)", show: (row) => <MatterStateTag title={titleOf(row.state_title)} isFinal={isOver(row)} isInitial={row.state === "waiting" || row.state === "opened"} /> },
    { name: "subject", title: m.subject, width: "minmax(130px, 1fr)", show: (row) => <span className="cut figures">{row.subject}</span> },
    { name: "due", title: m.due, width: "210px", show: (row) => <Due value={row.due} /> },
    { name: "opened", title: m.opened, width: "100px", show: (row) => <Day value={row.opened} /> },
  ];
}

export function MatterCard({ row }: { row: MatterLine }) {
  return (
    <>
      <div className="row"><span className="cut grow card-title">{titleOf(row.kind_title)} · {row.subject}</span></div>
      <div className="quiet figures cut">{row.number}</div>
      <div className="row"><MatterStateTag title={titleOf(row.state_title)} isFinal={isOver(row)} /><span className="grow" /><Due value={row.due} isShort /></div>
    </>
  );
}
