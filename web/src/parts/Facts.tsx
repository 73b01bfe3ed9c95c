// Names and values beside each other.
import type { ReactNode } from "react";

export type Fact = [name: ReactNode, value: ReactNode] | false | null;

export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="facts">
      {facts.map((fact, place) => fact && <div key={place}><dt>{fact[0]}</dt><dd>{fact[1]}</dd></div>)}
    </dl>
  );
}

export function Section({ title, extra, children }: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <h2>{title}{extra && <span className="section-extra">{extra}</span>}</h2>
      {children}
    </section>
  );
}
