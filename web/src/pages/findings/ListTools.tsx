// Beside the list: saved views, columns, export.
import { DownloadOutlined, SettingOutlined, StarOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Dropdown, Input, Popover } from "antd";
import { useState } from "react";
import { exportList } from "../../api/files";
import { sentenceOf } from "../../api/problem";
import { useMay } from "../../app/session";
import { keep, read } from "../../app/settings";
import { useText } from "../../text";
import { ALL_COLUMNS, findingColumns } from "./columns";
import type { FindingQuery } from "./query";

const VIEWS = "qiuhao.findings.views";
interface View { name: string; words: string }

export function SavedViews({ words, use }: { words: string; use: (words: string) => void }) {
  const t = useText();
  const [views, setViews] = useState<View[]>(() => read<View[]>(VIEWS, []));
  const [name, setName] = useState("");
  const put = (next: View[]) => {
    setViews(next);
    keep(VIEWS, next);
  };
  const save = () => {
    if (!name.trim()) return;
    put([...views.filter((view) => view.name !== name.trim()), { name: name.trim(), words }]);
    setName("");
  };
  const inside = (
    <div className="views">
      {views.length === 0 && <p className="quiet">{t.findings.noViews}</p>}
      {views.map((view) => (
        <div key={view.name} className="row">
          <Button type="link" className="grow left" onClick={() => use(view.words)}>{view.name}</Button>
          <Button type="text" size="small" aria-label={`${t.findings.removeView} ${view.name}`} onClick={() => put(views.filter((one) => one !== view))}>✕</Button>
        </div>
      ))}
      <div className="row">
        <Input value={name} maxLength={40} aria-label={t.findings.viewName} placeholder={t.findings.viewName} onChange={(event) => setName(event.target.value)} onPressEnter={save} />
        <Button onClick={save} disabled={!name.trim()}>{t.findings.saveView}</Button>
      </div>
    </div>
  );
  return <Popover content={inside} trigger="click" placement="bottomRight"><Button icon={<StarOutlined />} aria-label={t.findings.views}><span className="wide-only">{t.findings.views}</span></Button></Popover>;
}

export function ColumnChoice({ chosen, choose }: { chosen: string[]; choose: (columns: string[]) => void }) {
  const t = useText();
  const titles = new Map(findingColumns(t).map((column) => [column.name, column.title]));
  const inside = (
    <div className="column-choice">
      {ALL_COLUMNS.map((name) => (
        <Checkbox key={name} checked={chosen.includes(name)} disabled={chosen.length === 1 && chosen[0] === name}
          onChange={(event) => choose(ALL_COLUMNS.filter((one) => (one === name ? event.target.checked : chosen.includes(one))))}>{titles.get(name)}</Checkbox>
      ))}
    </div>
  );
  return <Popover content={inside} trigger="click" placement="bottomRight"><Button className="wide-only" icon={<SettingOutlined />} aria-label={t.findings.columns}>{t.findings.columns}</Button></Popover>;
}

export function ExportButton({ what, query }: { what: "findings" | "matters"; query: FindingQuery | Record<string, unknown> }) {
  const t = useText().findings;
  const may = useMay();
  const { message } = App.useApp();
  const [isBusy, setIsBusy] = useState(false);
  if (!may("export.make")) return null;
  const run = async (format: "csv" | "xlsx") => {
    setIsBusy(true);
    await exportList(what, query as Record<string, unknown>, format).catch((error) => message.error(sentenceOf(error)));
    setIsBusy(false);
  };
  return (
    <Dropdown menu={{ items: [{ key: "csv", label: t.exportCsv }, { key: "xlsx", label: t.exportXlsx }], onClick: ({ key }) => void run(key as "csv" | "xlsx") }} trigger={["click"]}>
      <Button icon={<DownloadOutlined />} loading={isBusy} aria-label={t.export}><span className="wide-only">{t.export}</span></Button>
    </Dropdown>
  );
}
