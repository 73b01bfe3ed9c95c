// What is typed into the form of an act, and the act that it becomes.
import type { Act, Kind, KindAction, Matter } from "../../api/shapes";
import { titleOf } from "../../text";

export interface FormWords {
  fields: Record<string, string>;
  people: Record<string, string[]>;
  documents: Record<string, string>;
  note: string;
}

/** Fields, people and papers of an act in the kind's order; an opening act also has all that the kind requires. */
export function partsOf(kind: Kind, action: KindAction) {
  const isMust = (name: string) => action.must.fields.includes(name);
  const fields = kind.fields
    .filter((field) => isMust(field.name) || action.may.fields.includes(field.name) || (action.opens && field.is_required))
    .map((field) => ({ field, must: isMust(field.name) || (action.opens && field.is_required) }));
  const people = kind.parts
    .filter((part) => action.must.people.includes(part.name) || action.may.people.includes(part.name))
    .map((part) => ({ part, must: action.must.people.includes(part.name) }));
  const documents = kind.documents
    .filter((document) => action.must.documents.includes(document.name) || action.may.documents.includes(document.name))
    .map((document) => ({ document, must: action.must.documents.includes(document.name) }));
  return { fields, people, documents };
}

/** Begins with what the matter holds already, where it is seen in clear. */
export function emptyWords(kind: Kind, action: KindAction, matter?: Matter): FormWords {
  const fields: Record<string, string> = {};
  for (const { field } of partsOf(kind, action).fields) {
    const held = matter?.fields.find((one) => one.name === field.name);
    fields[field.name] = held && held.sight === "open" ? held.value : "";
  }
  const documents: Record<string, string> = {};
  for (const { document } of partsOf(kind, action).documents)
    documents[document.name] = matter?.documents.find((one) => one.name === document.name)?.reference ?? "";
  return { fields, people: {}, documents, note: "" };
}

export function isFilled(kind: Kind, action: KindAction, words: FormWords, withDocuments: boolean): boolean {
  const parts = partsOf(kind, action);
  return (
    parts.fields.every(({ field, must }) => !must || (words.fields[field.name] ?? "").trim() !== "") &&
    parts.people.every(({ part, must }) => !must || (words.people[part.name] ?? []).length > 0) &&
    (!withDocuments || parts.documents.every(({ document, must }) => !must || !!words.documents[document.name]))
  );
}

function valueOf(typed: string, type: string): unknown {
  if (type === "bool") return typed === "true";
  if (type === "money" || type === "decimal" || type === "integer") return typed.replace(/[,，\s]/g, "");
  return typed.trim();
}

export function toAct(kind: Kind, action: KindAction, words: FormWords): Omit<Act, "action" | "revision"> {
  const fields: Record<string, unknown> = {};
  for (const { field } of partsOf(kind, action).fields) {
    const typed = words.fields[field.name] ?? "";
    if (typed.trim() === "") continue;
    fields[field.name] = field.is_list ? typed.split(/[,，]/).map((one) => valueOf(one, field.type)) : valueOf(typed, field.type);
  }
  const people = Object.fromEntries(Object.entries(words.people).filter(([, logins]) => logins.length > 0));
  const documents = Object.fromEntries(Object.entries(words.documents).filter(([, reference]) => reference !== ""));
  return { fields, people, documents, ...(words.note.trim() ? { note: words.note.trim() } : {}) };
}

/** A value of a field as people read it: choices by their titles, truths as words. */
export function shownValue(kind: Kind | undefined, name: string, value: string): string {
  const field = kind?.fields.find((one) => one.name === name);
  const choice = field?.choices.find((one) => one.name === value);
  if (choice) return titleOf(choice.title);
  return value;
}
