// The content of a matter: its fields, people and terms.
import { Link } from "react-router-dom";
import type { Kind, Matter, MatterField } from "../../api/shapes";
import { useMay } from "../../app/session";
import { Amount } from "../../parts/Amount";
import { Day, Due } from "../../parts/Day";
import { Facts, Section } from "../../parts/Facts";
import { FieldHelp } from "../../parts/FieldHelp";
import { MaskedValue } from "../../parts/MaskedValue";
import { titleOf, useText } from "../../text";
import { shownValue } from "./actWords";

function FieldValue({ matter, kind, field, mayLook }: { matter: Matter; kind: Kind | undefined; field: MatterField; mayLook: boolean }) {
  const t = useText();
  if (field.sight !== "open") return <MaskedValue number={matter.number} field={field} mayLook={mayLook} />;
  if (field.type === "money") return <Amount value={field.value} withUnit />;
  if (field.type === "date") return <Day value={field.value} />;
  if (field.type === "bool") return <>{field.value === "true" ? t.frame.yes : t.frame.no}</>;
  if (field.name === "finding" && /^[0-9a-f]{32}$/.test(field.value)) return <Link className="mono break" to={`/findings?id=${field.value}`}>{field.value}</Link>;
  return <span className={/^[0-9A-Za-z-]{20,}$/.test(field.value) ? "mono break" : "prose"}>{shownValue(kind, field.name, field.value)}</span>;
}

export function FieldsSection({ matter, kind }: { matter: Matter; kind: Kind | undefined }) {
  const t = useText();
  const may = useMay();
  const held = matter.fields.filter((field) => field.value !== "" || field.sight !== "open");
  return (
    <Section title={t.matter.fields}>
      {held.length === 0 && <p className="quiet">{t.matter.noFields}</p>}
      <Facts facts={held.map((field) => [titleOf(field.title), <FieldValue matter={matter} kind={kind} field={field} mayLook={may("personal.see", "tip.see_identity")} />])} />
    </Section>
  );
}

export function PeopleAndTerms({ matter, kind }: { matter: Matter; kind: Kind | undefined }) {
  const t = useText();
  const m = t.matter;
  const parts = new Map((kind?.parts ?? []).map((part) => [part.name, titleOf(part.title)]));
  const owners = new Map([...parts, ...(kind?.roles ?? []).map((role) => [role.name, titleOf(role.title)] as const)]);
  const people = Object.entries(matter.people);
  return (
    <>
      <Section title={<>{m.terms} <FieldHelp word="term" /></>}>
        {matter.terms.length === 0 && <p className="quiet">{m.noTerms}</p>}
        <Facts facts={matter.terms.map((term) => [titleOf(term.title), (
          <div>
            {term.stands_still ? <span>◫ {m.stands}</span> : <Due value={term.due} />}
            <div className="quiet">{owners.get(term.owner) ?? term.owner}{!term.is_certain && <> · {m.uncertain}</>}</div>
          </div>
        )])} />
      </Section>
      {people.length > 0 && (
        <Section title={m.people}><Facts facts={people.map(([part, logins]) => [parts.get(part) ?? part, logins.join(" ")])} /></Section>
      )}
      {matter.links.length > 0 && (
        <Section title={m.links}><ul className="plain">{matter.links.map((link) => <li key={link.number}><Link className="figures" to={`/matters/${link.number}`}>{link.number}</Link> <span className="quiet">{m.linkRelations[link.relation] ?? link.relation}</span></li>)}</ul></Section>
      )}
    </>
  );
}
