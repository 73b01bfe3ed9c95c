// A state as a word with a shape beside its colour: rings are open, halves under way, discs done, crosses refused.
import type { FindingState } from "../api/shapes";
import { useText } from "../text";

type Tone = "open" | "going" | "good" | "bad" | "over";
const MARKS: Record<Tone, string> = { open: "○", going: "◐", good: "●", bad: "✕", over: "–" };

export function StateTag({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return <span className={`tag ${tone}`}><span aria-hidden className="tag-mark">{MARKS[tone]}</span>{children}</span>;
}

const FINDING_TONES: Record<FindingState, Tone> = { open: "open", in_review: "going", confirmed: "good", rejected: "bad", closed: "over", gone: "over", set_aside: "over" };

export function FindingStateTag({ state }: { state: FindingState }) {
  const t = useText();
  return <StateTag tone={FINDING_TONES[state]}>{t.findings.states[state]}</StateTag>;
}

/** A matter's state by its place in the kind: the first is open, the final ones are over. */
export function MatterStateTag({ title, isInitial = false, isFinal = false }: { title: string; isInitial?: boolean; isFinal?: boolean }) {
  return <StateTag tone={isFinal ? "good" : isInitial ? "open" : "going"}>{title}</StateTag>;
}
