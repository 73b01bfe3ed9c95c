// Days and times, and how far a term is away.
import { ClockCircleOutlined, ExclamationCircleOutlined, WarningOutlined } from "@ant-design/icons";
import { useSettings } from "../app/settings";
import { daysBetween, formatDay, formatTime, today } from "../text/format";
import { useText } from "../text";

export function Day({ value }: { value: string | null | undefined }) {
  const { language } = useSettings();
  return <span className="figures">{formatDay(value, language)}</span>;
}

export function Time({ value }: { value: string }) {
  const { language } = useSettings();
  return <span className="figures">{formatTime(value, language)}</span>;
}

/** The end of a term and the days left; shape and colour say how near it is. */
export function Due({ value, isShort = false }: { value: string | null; isShort?: boolean }) {
  const t = useText().matters;
  if (!value) return <span className="quiet">{t.noTerm}</span>;
  const left = daysBetween(today(), value);
  const how = left < 0 ? "over" : left <= 3 ? "near" : "far";
  const icon = how === "over" ? <WarningOutlined /> : how === "near" ? <ExclamationCircleOutlined /> : <ClockCircleOutlined />;
  return (
    <span className={`due ${how}`}>
      <span aria-hidden>{icon}</span> {!isShort && <Day value={value} />} <span className="due-left">{left < 0 ? t.overdue(-left) : t.left(left)}</span>
    </span>
  );
}
