// Papers of a matter: files that people brought, documents that were issued from templates.
import { App, Button, Select } from "antd";
import { useState } from "react";
import { ask, freshKey } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import type { Kind, Matter } from "../../api/shapes";
import { isInstitution, useWho } from "../../app/session";
import { useQueryClient } from "@tanstack/react-query";
import { Time } from "../../parts/Day";
import { Section } from "../../parts/Facts";
import { FieldHelp } from "../../parts/FieldHelp";
import { formatBytes } from "../../text/format";
import { titleOf, useText } from "../../text";
import { FilePreview, type Shown } from "./FilePreview";
import { UploadButton } from "./UploadButton";
import { useAttachments, usePapers } from "./useFiles";

export function FilesSection({ matter, kind }: { matter: Matter; kind: Kind }) {
  const t = useText();
  const m = t.matter;
  const attachments = useAttachments(matter.number).data ?? [];
  const papers = usePapers(matter.number).data ?? [];
  const [shown, setShown] = useState<Shown | null>(null);
  const titles = new Map(kind.documents.map((document) => [document.name, titleOf(document.title)]));
  const mayBring = matter.offers.length > 0;
  const who = useWho();
  return (
    <>
      <Section title={m.documents} extra={mayBring && <UploadButton number={matter.number} />}>
        {attachments.length === 0 && <p className="quiet">{m.noDocuments}</p>}
        <ul className="files">
          {attachments.map((file) => (
            <li key={file.id}>
              <Button type="link" className="file-name" onClick={() => setShown({ address: `/api/attachments/${file.id}`, name: file.name })}>{file.name}</Button>
              <span className="quiet">{titles.get(file.document) ?? ""} · {formatBytes(file.bytes)} · {file.who} · <Time value={file.at} /></span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={<>{m.papers} <FieldHelp word="paper" /></>} extra={mayBring && !isInstitution(who) && <IssuePaper matter={matter} kind={kind} />}>
        {papers.length === 0 && <p className="quiet">{m.noPapers}</p>}
        <ul className="files">
          {papers.map((paper) => (
            <li key={paper.id}>
              <Button type="link" className="file-name" onClick={() => setShown({ address: `/api/papers/${paper.id}/pdf`, name: `${paper.title}.pdf` })}>{paper.title}</Button>
              <span className="quiet">{paper.number} · {paper.who} · <Time value={paper.at} /></span>
            </li>
          ))}
        </ul>
      </Section>
      <FilePreview shown={shown} close={() => setShown(null)} />
    </>
  );
}

function IssuePaper({ matter, kind }: { matter: Matter; kind: Kind }) {
  const t = useText().matter;
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isBusy, setIsBusy] = useState(false);
  const issue = async (document: string) => {
    setIsBusy(true);
    try {
      await ask("post", "/api/matters/{number}/papers", { path: { number: matter.number }, key: freshKey(), body: { document } });
      await client.invalidateQueries({ queryKey: ["papers", matter.number] });
      void message.success(t.issued);
    } catch (error) {
      void message.error(sentenceOf(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Select size="small" style={{ minWidth: 150 }} loading={isBusy} value={null} aria-label={t.issue} placeholder={t.issue} popupMatchSelectWidth={false}
      onChange={(document: string | null) => document && void issue(document)} options={kind.documents.map((document) => ({ value: document.name, label: titleOf(document.title) }))} />
  );
}
