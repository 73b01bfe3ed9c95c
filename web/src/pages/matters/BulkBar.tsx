// One act on many matters: of one kind and state, where the kind allows the act in bulk and it brings no papers.
import { App, Button, Modal } from "antd";
import { useState } from "react";
import { ask, freshKey } from "../../api/client";
import type { KindAction, MatterLine } from "../../api/shapes";
import { useWho } from "../../app/session";
import { titleOf, useText } from "../../text";
import { ActForm, type ActWords } from "../matter/ActForm";
import { useKind, useRefresh } from "../matter/useMatter";

export function BulkBar({ chosen, clear, done }: { chosen: MatterLine[]; clear: () => void; done: () => void }) {
  const t = useText();
  const m = t.matters;
  const who = useWho();
  const { message, modal } = App.useApp();
  const refresh = useRefresh();
  const [action, setAction] = useState<KindAction | null>(null);
  const [key, setKey] = useState(freshKey);
  const first = chosen[0];
  const isOne = chosen.every((row) => row.kind === first?.kind && row.version === first.version && row.state === first.state);
  const kind = useKind(isOne ? first?.kind : undefined, first?.version).data;
  const held = who.roles.map((role) => role.role);
  const acts = kind?.actions.filter((one) => one.in_bulk && !one.opens && !one.by_clock && one.from.includes(first?.state ?? "") && one.roles.some((role) => held.includes(role)) && one.must.documents.length === 0) ?? [];
  const perform = async (words: ActWords) => {
    if (!action) return;
    const { replies } = await ask("post", "/api/matters/acts", { key, body: { numbers: chosen.map((row) => row.number), action: action.name, ...words } });
    const refused = replies.filter((reply) => reply.outcome !== "done");
    void message.success(m.bulkDone(replies.length - refused.length, refused.length));
    if (refused.length > 0)
      modal.warning({ title: t.frame.failed, content: <ul className="plain">{refused.slice(0, 20).map((reply, place) => <li key={place}>{reply.number}: {titleOf(reply.sentence)}</li>)}</ul> });
    setAction(null);
    await refresh();
    done();
  };
  return (
    <div className="chosen" role="status">
      <strong>{t.findings.chosen(chosen.length)}</strong>
      {acts.map((one) => <Button key={one.name} type="primary" onClick={() => { setAction(one); setKey(freshKey()); }}>{m.bulkDo(titleOf(one.title), chosen.length)}</Button>)}
      {acts.length === 0 && <span className="quiet">{m.bulkOneKind}</span>}
      <Button onClick={clear}>{t.findings.unchoose}</Button>
      <Modal open={action !== null} title={action && m.bulkDo(titleOf(action.title), chosen.length)} footer={null} onCancel={() => setAction(null)} destroyOnHidden>
        {action && kind && <ActForm kind={kind} action={action} number={null} submit={perform} />}
      </Modal>
    </div>
  );
}
