// The input of one field, by its type.
import { DatePicker, Input, Radio, Select } from "antd";
import dayjs from "dayjs";
import type { KindField } from "../../api/shapes";
import { useSettings } from "../../app/settings";
import { titleOf, useText } from "../../text";

interface Props {
  id: string;
  field: KindField;
  value: string;
  set: (value: string) => void;
}

const LONG = /reason|explanation|opinion|note|finding_text|facts|content|view/;

export function FieldInput({ id, field, value, set }: Props) {
  const t = useText();
  const { unit } = useSettings();
  const type = (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => set(event.target.value);
  // None is chosen before the person chooses: what stands there looks like what was said.
  const choice = (options: { value: string; label: string }[]) => (
    <Radio.Group id={id} optionType="button" options={options} value={value || null} onChange={(event) => set(String(event.target.value))} />
  );
  if (field.is_list) return <Input id={id} value={value} onChange={type} placeholder={t.matter.list_hint} />;
  if (field.choices.length > 0 && field.choices.length <= 4)
    return choice(field.choices.map((one) => ({ value: one.name, label: titleOf(one.title) })));
  if (field.choices.length > 0)
    return <Select id={id} value={value || undefined} onChange={set} options={field.choices.map((choice) => ({ value: choice.name, label: titleOf(choice.title) }))} />;
  switch (field.type) {
    case "money":
      return <Input id={id} inputMode="decimal" className="figures" value={value} onChange={type} suffix={t.frame.yuan} placeholder={unit === "yuan" ? "" : t.matter.money_hint} />;
    case "integer":
    case "decimal":
      return <Input id={id} inputMode="decimal" className="figures" value={value} onChange={type} placeholder={field.type === "integer" ? t.matter.number_hint : ""} />;
    case "date":
      return <DatePicker id={id} value={value ? dayjs(value) : null} onChange={(_, day) => set(String(day))} style={{ width: "100%" }} />;
    case "bool":
      return choice([{ value: "true", label: t.frame.yes }, { value: "false", label: t.frame.no }]);
    default:
      return LONG.test(field.name)
        ? <Input.TextArea id={id} autoSize={{ minRows: 3, maxRows: 12 }} value={value} onChange={type} />
        : <Input id={id} value={value} onChange={type} />;
  }
}
