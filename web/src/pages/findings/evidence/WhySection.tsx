// The formulas of the rule in their order, with the values that their parts met. Those that decided are open.
import type { Formula } from "../../../api/shapes";
import { Section } from "../../../parts/Facts";
import { useText } from "../../../text";

function decides(formula: Formula): boolean {
  return formula.role === "when" || (formula.role === "except" && formula.value === "true");
}

export function WhySection({ formulas, outcome }: { formulas: Formula[]; outcome: string }) {
  const e = useText().evidence;
  return (
    <Section title={e.why} extra={<span className="quiet">{outcome}</span>}>
      <p className="quiet">{e.whyHint}</p>
      {formulas.map((formula, place) => (
        <details key={place} className="formula" open={decides(formula)}>
          <summary>
            <span className="formula-role">{e.roles[formula.role]}</span>
            <span className="grow">{formula.name || <code>{formula.text}</code>}</span>
            <Value text={formula.value} truth={formula.value === "true" ? true : formula.value === "false" ? false : null} />
          </summary>
          <ul className="steps">
            {formula.steps.map((step, at) => (
              <li key={at} style={{ paddingLeft: Math.min(step.depth, 6) * 14 }}>
                <code className="grow">{step.text}</code>
                <Value text={step.value} truth={step.truth} />
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Section>
  );
}

function Value({ text, truth }: { text: string; truth: boolean | null }) {
  const t = useText().frame;
  if (truth === null) return <code className="step-value">{text}</code>;
  return <span className={truth ? "truth holds" : "truth fails"}><span aria-hidden>{truth ? "✓" : "✕"}</span><span className="hidden">{truth ? t.yes : t.no}</span></span>;
}
