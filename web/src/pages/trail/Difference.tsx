// Before and after of an act, field by field where both are JSON objects; what did not change is left out.
import { useText } from "../../text";

function parse(text: string | null): Record<string, unknown> | null {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Leaves as "a.b.c", so that a change deep inside stands alone. */
export function leaves(value: unknown, path = ""): [string, string][] {
  if (value !== null && typeof value === "object" && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));
  return [[path, typeof value === "string" ? value : JSON.stringify(value)]];
}

export function Difference({ before, after }: { before: string | null; after: string | null }) {
  const t = useText().trail;
  const [one, other] = [parse(before), parse(after)];
  if (!one || !other) return <dl className="difference">{before !== null && <div className="gone"><dt>{t.before}</dt><dd>{before}</dd></div>}{after !== null && <div className="came"><dt>{t.after}</dt><dd>{after}</dd></div>}</dl>;
  const was = new Map(leaves(one).filter(([path]) => path));
  const is = new Map(leaves(other).filter(([path]) => path));
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path));
  return (
    <dl className="difference">
      {paths.map((path) => (
        <div key={path}>
          <dt><code>{path}</code></dt>
          <dd>{was.has(path) && <del><span className="hidden">{t.before} </span>{was.get(path)}</del>} {is.has(path) && <ins><span className="hidden">{t.after} </span>{is.get(path)}</ins>}</dd>
        </div>
      ))}
    </dl>
  );
}
