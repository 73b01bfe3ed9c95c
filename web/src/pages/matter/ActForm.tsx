// The form of an act, drawn from its kind: what it must have, what it may have, people, papers, a note. A refusal's sentence
// stands at the form, and at the field that it is about.
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { Problem, sentenceOf } from "../../api/problem";
import type { Kind, KindAction, Matter } from "../../api/shapes";
import { titleOf, useText } from "../../text";
import { DocumentInput } from "./DocumentInput";
import { FieldInput } from "./FieldInput";
import { PeopleInput } from "./PeopleInput";
import { emptyWords, type FormWords, isFilled, partsOf, toAct } from "./actWords";

export type ActWords = ReturnType<typeof toAct>;

interface Props {
  kind: Kind;
  action: KindAction;
  number: string | null; // null: many matters, or one that is not opened yet
  matter?: Matter;
  submit: (words: ActWords) => Promise<void>;
  label?: string;
}

export function ActForm({ kind, action, number, matter, submit, label }: Props) {
  const t = useText();
  const parts = partsOf(kind, action);
  const [words, setWords] = useState<FormWords>(() => emptyWords(kind, action, matter));
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const errors = problem instanceof Problem ? problem.errors : [];
  const wrongAt = (name: string) => errors.find((error) => error.pointer.split("/").pop() === name || error.pointer.includes(`/${name}/`))?.detail ?? "";
  const send = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      await submit(toAct(kind, action, words));
    } catch (error) {
      setProblem(error);
    } finally {
      setIsBusy(false);
    }
  };
  const item = (name: string, title: string, must: boolean, id: string, input: React.ReactNode) => (
    <Form.Item key={id} htmlFor={id} label={must ? title : <>{title} <span className="quiet">（{t.frame.optional}）</span></>} required={must} validateStatus={wrongAt(name) ? "error" : ""} help={wrongAt(name) || undefined}>
      {input}
    </Form.Item>
  );
  const moved = problem instanceof Problem && problem.code === "matter_moved_on";
  return (
    <Form layout="vertical" onFinish={() => void send()} className="act-form">
      {problem !== null && (
        <Alert className="after" role="alert" type={moved ? "warning" : "error"} showIcon message={moved ? t.matter.moved : sentenceOf(problem)} description={moved ? `${sentenceOf(problem)} ${t.matter.movedHint}` : undefined} />
      )}
      {parts.fields.map(({ field, must }) =>
        item(field.name, titleOf(field.title), must, `field-${field.name}`,
          <FieldInput id={`field-${field.name}`} field={field} value={words.fields[field.name] ?? ""} set={(value) => setWords((now) => ({ ...now, fields: { ...now.fields, [field.name]: value } }))} />))}
      {parts.people.map(({ part, must }) =>
        item(part.name, titleOf(part.title), must, `people-${part.name}`,
          <PeopleInput id={`people-${part.name}`} part={part} matter={matter} value={words.people[part.name] ?? []} set={(value) => setWords((now) => ({ ...now, people: { ...now.people, [part.name]: value } }))} />))}
      {number !== null && parts.documents.map(({ document, must }) =>
        item(document.name, titleOf(document.title), must, `document-${document.name}`,
          <DocumentInput id={`document-${document.name}`} number={number} document={document} value={words.documents[document.name] ?? ""} set={(value) => setWords((now) => ({ ...now, documents: { ...now.documents, [document.name]: value } }))} />))}
      {item("note", t.matter.note, false, "act-note", <Input.TextArea id="act-note" autoSize={{ minRows: 1, maxRows: 6 }} maxLength={4000} placeholder={t.matter.noteHint} value={words.note} onChange={(event) => setWords((now) => ({ ...now, note: event.target.value }))} />)}
      <Button type="primary" htmlType="submit" loading={isBusy} disabled={!isFilled(kind, action, words, number !== null)}>{label ?? t.matter.submit(titleOf(action.title))}</Button>
    </Form>
  );
}
