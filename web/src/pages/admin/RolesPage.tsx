// The matrix: actions as rows, roles as columns. All roles at once, or those that are chosen.
import { Select } from "antd";
import { useState } from "react";
import { adminPages } from "../../app/navigation";
import { useWho } from "../../app/session";
import { ErrorState } from "../../parts/ErrorState";
import { FieldHelp } from "../../parts/FieldHelp";
import { Loading } from "../../parts/Loading";
import { PageHeader } from "../../parts/PageHeader";
import { useIsNarrow } from "../../parts/useIsNarrow";
import { titleOf, useText } from "../../text";
import { useRoles } from "./useRoles";

export default function RolesPage() {
  const t = useText();
  const a = t.admin;
  const who = useWho();
  const isNarrow = useIsNarrow();
  const [chosen, setChosen] = useState<string[]>([]);
  const matrix = useRoles();
  const all = matrix.data?.roles ?? [];
  const roles = chosen.length > 0 ? all.filter((role) => chosen.includes(role.name)) : isNarrow ? all.slice(0, 3) : all;
  const kinds = a.kinds as Record<string, string>;
  return (
    <div className="page">
      <PageHeader title={a.title} tabs={adminPages(who, t)} />
      <div className="filters">
        <Select mode="multiple" allowClear aria-label={a.rolesOf} placeholder={a.rolesOf} style={{ minWidth: 240, maxWidth: 560 }} value={chosen} onChange={setChosen} optionFilterProp="label" options={all.map((role) => ({ value: role.name, label: titleOf(role.title) }))} />
        <span className="quiet">{a.rolesHint} {a.fourEyes} <FieldHelp word="four_eyes" /> {a.freshCode} <FieldHelp word="fresh_code" /></span>
      </div>
      {matrix.error && <ErrorState error={matrix.error} />}
      {matrix.isPending && <Loading />}
      {matrix.data && (
        <div className="matrix" tabIndex={0} role="region" aria-label={a.roles}>
          <table>
            <thead><tr>
              <th scope="col">{a.action}</th>
              {roles.map((role) => <th key={role.name} scope="col" className="matrix-role" title={`${a.heldIn}: ${role.held_in.map((kind) => kinds[kind] ?? kind).join(" · ")}`}><span>{titleOf(role.title)}</span></th>)}
            </tr></thead>
            <tbody>
              {matrix.data.actions.map((action) => (
                <tr key={action.name}>
                  <th scope="row">{titleOf(action.title)} {action.four_eyes && <span className="mini">{a.fourEyes}</span>} {action.fresh_code && <span className="mini">{a.freshCode}</span>}</th>
                  {roles.map((role) => <td key={role.name}>{action.roles.includes(role.name) && <><span aria-hidden>●</span><span className="hidden">{a.may}</span></>}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
