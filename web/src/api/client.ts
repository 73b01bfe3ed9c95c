// Every request goes through `ask`: typed by the page of the API, with the cookie's companion field, the language, and what
// happens when the server says "sign in", "a fresh code", "busy" or nothing at all.
import { language } from "../app/settings";
import { connection } from "./connection";
import { codeGate, sessionGate } from "./gates";
import { away, type Problem, problemOf } from "./problem";
import type { paths } from "./schema.gen";

type Method = "get" | "post" | "put" | "patch" | "delete";
type PathOf<M extends Method> = { [P in keyof paths]: paths[P][M] extends object ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P][M];
type Parameters<O, Where extends string> = O extends { parameters: { [key in Where]?: infer Q } } ? Q : never;
type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? B : never;
type Json<R> = R extends { content: { "application/json": infer A } } ? A : undefined;
type AnswerOf<O> = O extends { responses: infer R }
  ? { [S in Extract<keyof R, 200 | 201 | 204>]: Json<R[S]> }[Extract<keyof R, 200 | 201 | 204>]
  : never;

export type Words<P extends keyof paths, M extends Method> = {
  path?: Parameters<Operation<P, M>, "path">;
  query?: Parameters<Operation<P, M>, "query">;
  body?: Body<Operation<P, M>>;
  key?: string; // one for each act of a person, so that it can be sent again
  signal?: AbortSignal;
  isQuiet?: boolean; // a missing session is told to the caller, not asked for in a dialog
};

export function queryText(query: Record<string, unknown> | undefined): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) words.append(name, String(one));
  }
  const all = words.toString();
  return all ? `?${all}` : "";
}

export function fillPath(path: string, values: Record<string, unknown> | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values?.[name])));
}

export function ownFields(method: string): Record<string, string> {
  const fields: Record<string, string> = { "Accept-Language": language() === "en" ? "en" : "zh" };
  return method.toUpperCase() === "GET" ? fields : { ...fields, "X-Qiuhao": "1" };
}

const pause = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000));

/** What to do about a refusal: true when the request should be sent again. */
async function mended(problem: Problem, turn: number, isQuiet: boolean): Promise<boolean> {
  if (problem.status === 401 && problem.code === "not_signed_in" && !isQuiet) return sessionGate.pass();
  if (problem.code === "code_is_not_fresh") return codeGate.pass();
  if (problem.status === 503 && problem.retryAfter > 0 && turn < 3) {
    await pause(Math.min(problem.retryAfter, 10));
    return true;
  }
  return false;
}

/** Sends until it is answered or given up; throws a Problem. */
export async function send(address: string, make: () => RequestInit, isQuiet = false): Promise<Response> {
  for (let turn = 0; ; ++turn) {
    let answer: Response;
    try {
      answer = await fetch(address, { credentials: "same-origin", ...make() });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      connection.lost();
      throw away();
    }
    if (answer.ok) {
      connection.found();
      return answer;
    }
    const problem = await problemOf(answer);
    if (problem.status === 0) connection.lost();
    else connection.found();
    if (!(await mended(problem, turn, isQuiet))) throw problem;
  }
}

export async function ask<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  words: Words<P, M> = {},
): Promise<AnswerOf<Operation<P, M>>> {
  const address =
    fillPath(path as string, words.path as Record<string, unknown>) + queryText(words.query as Record<string, unknown>);
  const answer = await send(
    address,
    () => {
      const headers = ownFields(method);
      if (words.body !== undefined) headers["Content-Type"] = "application/json";
      if (words.key) headers["Idempotency-Key"] = words.key;
      const init: RequestInit = { method: method.toUpperCase(), headers };
      if (words.body !== undefined) init.body = JSON.stringify(words.body);
      if (words.signal) init.signal = words.signal;
      return init;
    },
    words.isQuiet,
  );
  const said = await answer.text();
  return (said ? JSON.parse(said) : undefined) as AnswerOf<Operation<P, M>>;
}

/** A key for one act of a person. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
