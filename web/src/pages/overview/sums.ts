// Figures of the overview: what stands behind each, and shares between them.
import type { Overview, StateSum, TopSum } from "../../api/shapes";

export interface Range { region: string; from: string; to: string } // months

/** The address of the findings behind a figure. */
export function findingsAt(range: Range, more: Record<string, string | string[]> = {}): string {
  const words = new URLSearchParams();
  if (range.region) words.set("region", range.region);
  if (range.from) words.set("from", `${range.from}-01`);
  if (range.to) words.set("to", lastDay(range.to));
  for (const [name, values] of Object.entries(more)) {
    words.delete(name);
    for (const value of Array.isArray(values) ? values : [values]) words.append(name, value);
  }
  return `/findings?${words}`;
}

export function lastDay(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, "0")}`;
}

export function sumOf(states: StateSum[], ...wanted: StateSum["state"][]) {
  const picked = states.filter((one) => wanted.includes(one.state));
  return { count: picked.reduce((sum, one) => sum + one.count, 0), net: addUp(picked.map((one) => one.net)) };
}

/** Adds amounts exactly, in cents. */
export function addUp(amounts: string[]): string {
  const cents = amounts.reduce((sum, amount) => sum + centsOf(amount), 0n);
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function centsOf(amount: string): bigint {
  const [whole = "0", part = ""] = amount.split(".");
  return BigInt(whole + part.padEnd(2, "0").slice(0, 2));
}

/** "83%" of what was decided was confirmed; null when nothing was. */
export function precisionOf(one: Pick<TopSum, "confirmed" | "rejected">): string | null {
  const decided = one.confirmed.count + one.rejected.count;
  return decided ? `${Math.round((one.confirmed.count / decided) * 100)}%` : null;
}

export function recovered(postings: Overview["postings"]): string {
  return addUp(postings.map((posting) => posting.amount));
}

/** For the length of a bar alone. */
export const share = (part: string, whole: string) => (Number(whole) > 0 ? Math.min(100, (Number(part) / Number(whole)) * 100) : 0);
