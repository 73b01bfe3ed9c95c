// Columns of the list of findings; which are shown is the person's choice.
import { Amount } from "../../parts/Amount";
import { Day } from "../../parts/Day";
import { FindingStateTag } from "../../parts/StateTag";
import type { RowColumn } from "../../parts/RowList";
import type { Finding } from "../../api/shapes";
import type { Texts } from "../../text";

export const PLAIN_COLUMNS = ["state", "rule", "provider", "item", "day", "net", "certain"];
export const ALL_COLUMNS = ["state", "rule", "provider", "item", "day", "net", "gross", "certain", "person", "region", "message", "matter", "run"];

export function findingColumns(t: Texts, isTight = false): RowColumn<Finding>[] {
  const f = t.findings;
  return [
    { name: "state", weight: 9, title: f.state, width: "92px", show: (row) => <FindingStateTag state={row.state} /> },
    { name: "rule", weight: 10, title: f.rule, width: isTight ? "minmax(120px, 1.3fr)" : "minmax(150px, 1.3fr)", show: (row) => <span className="cut" title={`${row.rule} ${row.rule_name}`}><span className="quiet figures">{row.rule}</span> {row.rule_name}</span> },
    { name: "provider", weight: 8, title: f.provider, width: isTight ? "minmax(110px, 1.1fr)" : "minmax(140px, 1.2fr)", show: (row) => <span className="cut" title={row.provider}>{row.provider_name || row.provider}</span> },
    { name: "item", weight: 6, title: f.item, width: isTight ? "minmax(90px, 0.8fr)" : "minmax(110px, 1fr)", show: (row) => <span className="cut" title={row.item_name}>{row.item_name}</span> },
    { name: "day", weight: 7, title: f.day, width: "98px", show: (row) => <Day value={row.day} /> },
    { name: "net", weight: 10, title: f.net, width: "96px", isRight: true, show: (row) => <Amount value={row.net} /> },
    { name: "gross", weight: 4, title: f.gross, width: "112px", isRight: true, show: (row) => <Amount value={row.gross} /> },
    { name: "certain", weight: 5, title: isTight ? "" : f.certain, width: isTight ? "18px" : "96px", show: (row) => <CertainTag isCertain={row.certain} t={t} isShort={isTight} /> },
    { name: "person", weight: 3, title: f.person, width: "150px", show: (row) => <span className="cut mono" title={row.person}>{row.person}</span> },
    { name: "region", weight: 1, title: f.region, width: "76px", show: (row) => <span className="figures">{row.region}</span> },
    { name: "message", weight: 2, title: f.message, width: "minmax(220px, 2fr)", show: (row) => <span className="cut" title={row.message}>{row.message}</span> },
    { name: "matter", weight: 1, title: f.matter, width: "210px", show: (row) => <span className="cut figures">{row.matter}</span> },
    { name: "run", weight: 0, title: f.run, width: "120px", show: (row) => <span className="cut figures">{row.run}</span> },
  ];
}

export function CertainTag({ isCertain, t, isShort = false }: { isCertain: boolean; t: Texts; isShort?: boolean }) {
  const word = isCertain ? t.findings.sure : t.findings.doubtful;
  return <span className={isCertain ? "certain sure" : "certain"} title={word}>{isCertain ? "▲" : "△"} {isShort ? <span className="hidden">{word}</span> : word}</span>;
}
