// One class for everything that did not work; `message` is a sentence for people, `code` is for programs.
import { text } from "../text";
import type { ProblemBody } from "./shapes";

export class Problem extends Error {
  constructor(
    readonly status: number, // 0: the server could not be reached
    readonly code: string,
    sentence: string,
    readonly errors: ProblemBody["errors"] = [],
    readonly retryAfter = 0, // seconds
    readonly request = "",
  ) {
    super(sentence);
  }
}

export function away(): Problem {
  return new Problem(0, "server_away", text().frame.away);
}

export async function problemOf(answer: Response): Promise<Problem> {
  const retryAfter = Number(answer.headers.get("Retry-After") ?? 0);
  const isProblem = answer.headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
  if (!isProblem) {
    if (answer.status === 502 || answer.status === 504 || answer.status === 503) return away();
    return new Problem(answer.status, "unexpected", text().frame.unexpected(answer.status));
  }
  const body = (await answer.json()) as ProblemBody;
  return new Problem(answer.status, body.code, body.detail || body.title, body.errors, retryAfter, body.request ?? "");
}

/** The sentence of whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
