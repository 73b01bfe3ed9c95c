// Amounts, days and counts as people read them. Amounts are texts in yuan ("1000.00") and stay exact: no binary fractions.
import type { Language, Unit } from "../app/settings";

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "12345.60" as "12,345.60", or in 万元 with two places, halves up: "1.23". */
export function formatAmount(value: string, unit: Unit): string {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(value);
  if (!match) return value;
  const [, sign = "", whole = "0", part = ""] = match;
  if (unit === "yuan") return `${sign}${grouped(whole.replace(/^0+(?=\d)/, ""))}.${part.padEnd(2, "0")}`;
  const cents = BigInt(whole + part.padEnd(2, "0"));
  const hundredths = ((cents + 5_000n) / 10_000n).toString().padStart(3, "0"); // of 万元
  const shown = `${grouped(hundredths.slice(0, -2))}.${hundredths.slice(-2)}`;
  return shown === "0.00" ? shown : sign + shown;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2026-03-02" stays so in Chinese and is "2 Mar 2026" in English. */
export function formatDay(day: string | null | undefined, language: Language): string {
  if (!day) return "";
  const [year, month, date] = day.slice(0, 10).split("-");
  return language === "zh" ? day.slice(0, 10) : `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** "2026-03-02T08:15:00+08:00": the clock of the server's region, as it is written. */
export function formatTime(at: string, language: Language): string {
  return `${formatDay(at, language)} ${at.slice(11, 16)}`;
}

/** Today in China, where terms run. */
export function today(now = Date.now()): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** Whole days from one day to another; below zero when it is past. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);
}

export function formatCount(count: number): string {
  return grouped(String(count));
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
