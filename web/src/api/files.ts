// Files: downloaded by the browser, shown from memory, brought with progress.
import { text } from "../text";
import { fillPath, ownFields, queryText, send } from "./client";
import { connection } from "./connection";
import { codeGate, sessionGate } from "./gates";
import { away, Problem } from "./problem";
import type { Attachment, ProblemBody } from "./shapes";

/** The file's bytes; a fresh code is asked for where it is wanted. */
export async function readFile(address: string): Promise<Blob> {
  const answer = await send(address, () => ({ method: "GET", headers: ownFields("GET") }));
  return answer.blob();
}

export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** An export of a list as it is filtered. */
export async function exportList(what: "findings" | "matters", query: Record<string, unknown>, format: "csv" | "xlsx") {
  const blob = await readFile(`/api/${what}/export${queryText({ ...query, format })}`);
  saveBlob(blob, `${what}-${new Date().toISOString().slice(0, 10)}.${format}`);
}

type Progress = (share: number) => void;

function uploadOnce(address: string, file: File, progress: Progress): Promise<Attachment> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest(); // fetch tells nothing about how far it is
    request.open("POST", address);
    for (const [name, value] of Object.entries(ownFields("POST"))) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => {
      connection.lost();
      fail(away());
    };
    request.onload = () => {
      if (request.status === 201) return done(JSON.parse(request.responseText) as Attachment);
      try {
        const body = JSON.parse(request.responseText) as ProblemBody;
        fail(new Problem(request.status, body.code, body.detail, body.errors));
      } catch {
        fail(new Problem(request.status, "unexpected", text().frame.unexpected(request.status)));
      }
    };
    request.send(file);
  });
}

/** Brings a file for a matter, as one of its kind's documents. */
export async function upload(number: string, document: string | undefined, file: File, progress: Progress) {
  const address =
    fillPath("/api/matters/{number}/attachments", { number }) + queryText({ name: file.name, document });
  for (;;) {
    try {
      return await uploadOnce(address, file, progress);
    } catch (error) {
      const wait = error instanceof Problem && error.status === 401 ? sessionGate
        : error instanceof Problem && error.code === "code_is_not_fresh" ? codeGate : null;
      if (!wait || !(await wait.pass())) throw error;
    }
  }
}
