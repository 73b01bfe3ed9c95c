// Money: tabular figures, in the unit that the person chose; the exact amount in the title.
import { useSettings } from "../app/settings";
import { formatAmount } from "../text/format";
import { useText } from "../text";

export function Amount({ value, withUnit = false }: { value: string; withUnit?: boolean }) {
  const { unit } = useSettings();
  const t = useText().frame;
  return (
    <span className="amount" title={`${formatAmount(value, "yuan")} ${t.yuan}`}>
      {formatAmount(value, unit)}
      {withUnit && <span className="unit"> {unit === "yuan" ? t.yuan : t.wan}</span>}
    </span>
  );
}
