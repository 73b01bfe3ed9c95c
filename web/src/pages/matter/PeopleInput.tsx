// Logins for a part. The API has no list of colleagues, so those seen in the matter and those named before are offered.
import { Select } from "antd";
import type { Kind, Matter } from "../../api/shapes";
import { keep, read } from "../../app/settings";
import { useText } from "../../text";

interface Props {
  id: string;
  part: Kind["parts"][number];
  matter?: Matter;
  value: string[];
  set: (value: string[]) => void;
}

export function PeopleInput({ id, part, matter, value, set }: Props) {
  const t = useText();
  const key = `qiuhao.people.${part.name}`;
  const known = read<string[]>(key, []);
  const seen = [...Object.values(matter?.people ?? {}).flat()];
  const change = (logins: string[]) => {
    const chosen = logins.map((login) => login.trim()).filter(Boolean).slice(-part.most);
    set(chosen);
    keep(key, [...new Set([...chosen, ...known])].slice(0, 30));
  };
  return (
    <Select id={id} mode="tags" value={value} onChange={change} tokenSeparators={[" ", ",", "，", "、"]} placeholder={t.matter.people_hint} notFoundContent={null}
      options={[...new Set([...known, ...seen])].map((login) => ({ value: login, label: login }))} />
  );
}
