// What the caller can do in a matter now: one button an act, and its form below.
import { App, Button } from "antd";
import { useState } from "react";
import { ask, freshKey } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Kind, Matter, Offer } from "../../api/shapes";
import { Section } from "../../parts/Facts";
import { FieldHelp } from "../../parts/FieldHelp";
import { titleOf, useText } from "../../text";
import { ActForm, type ActWords } from "./ActForm";
import { useRefresh } from "./useMatter";

/** Outcomes that only say that the form is not filled in yet. */
const WANTS_INPUT = /^(done|field_is_missing|people_are_missing|document_is_missing|guard_is_false|formula_is_undecided|people_do_not_fit|no_state_follows)$/;

export function Offers({ matter, kind }: { matter: Matter; kind: Kind }) {
  const t = useText();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [chosen, setChosen] = useState<string | null>(null);
  const [key, setKey] = useState(freshKey);
  const [turn, setTurn] = useState(0); // of forms: a new one after each act
  const offers = matter.offers.filter((offer) => WANTS_INPUT.test(offer.outcome));
  const name = chosen ?? (offers.length === 1 ? (offers[0]?.action ?? null) : null);
  const action = kind.actions.find((one) => one.name === name);
  const offer = offers.find((one) => one.action === name); // none when somebody was quicker; the form stays, to be read
  const perform = async (words: ActWords) => {
    if (!action) return;
    setChosen(action.name);
    try {
      await ask("post", "/api/matters/{number}/acts", { path: { number: matter.number }, key, body: { action: action.name, revision: matter.revision, ...words } });
    } catch (error) {
      if (error instanceof Problem && error.status !== 0) setKey(freshKey()); // it was answered: the next try is another act
      if (error instanceof Problem && error.status === 409) await refresh(matter.number);
      throw error;
    }
    void message.success(t.matter.done(titleOf(action.title)));
    setChosen(null);
    setTurn(turn + 1);
    setKey(freshKey());
    await refresh(matter.number);
  };
  if (offers.length === 0 && !action) return <Section title={t.matter.act}><p className="quiet">{t.matter.noOffers}</p></Section>;
  return (
    <Section title={t.matter.act}>
      {offers.length > 1 && (
        <div className="row wrap offers">
          {offers.map((one) => <Button key={one.action} type={one.action === name ? "primary" : "default"} aria-pressed={one.action === name} onClick={() => setChosen(one.action)}>{titleOf(one.title)}</Button>)}
        </div>
      )}
      {action && (
        <div className="offer">
          {(offers.length <= 1 || !offer) && <h3>{titleOf(action.title)}</h3>}
          {offer && <CodeNote offer={offer} />}
          <ActForm key={`${action.name} ${turn}`} kind={kind} action={action} number={matter.number} matter={matter} submit={perform} />
        </div>
      )}
    </Section>
  );
}

function CodeNote({ offer }: { offer: Offer }) {
  const t = useText();
  if (!offer.wants_fresh_code) return null;
  return <p className="quiet">{t.matter.wait} <FieldHelp word="fresh_code" /></p>;
}
