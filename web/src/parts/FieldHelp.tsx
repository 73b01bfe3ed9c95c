// The "?" beside a field; its text stands in text/glossary.ts.
import { QuestionCircleOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import { titleOf, useText } from "../text";
import { glossary, type GlossaryWord } from "../text/glossary";

export function FieldHelp({ word }: { word: GlossaryWord }) {
  const t = useText().frame;
  return (
    <Popover content={<div className="help-text">{titleOf(glossary[word])}</div>} trigger={["click", "hover", "focus"]}>
      <button type="button" className="help" aria-label={t.help}><QuestionCircleOutlined aria-hidden /></button>
    </Popover>
  );
}
