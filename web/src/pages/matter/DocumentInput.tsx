// A paper for an act: one of the files or issued documents that are here, or a file that is brought now.
import { Select } from "antd";
import type { Kind } from "../../api/shapes";
import { useText } from "../../text";
import { UploadButton } from "./UploadButton";
import { useAttachments, usePapers } from "./useFiles";

interface Props {
  id: string;
  number: string;
  document: Kind["documents"][number];
  value: string;
  set: (value: string) => void;
}

export function DocumentInput({ id, number, document, value, set }: Props) {
  const t = useText();
  const attachments = useAttachments(number).data ?? [];
  const papers = usePapers(number).data ?? [];
  const fitting = [...attachments].sort((one, other) => Number(other.document === document.name) - Number(one.document === document.name));
  const options = [
    ...fitting.map((file) => ({ value: file.id, label: `${file.name} (${file.id})` })),
    ...papers.filter((paper) => paper.document === document.name).map((paper) => ({ value: paper.id, label: `${paper.title} ${paper.number}` })),
  ];
  return (
    <div className="row wrap">
      <Select id={id} className="grow" style={{ minWidth: 180 }} allowClear value={value || undefined} placeholder={t.matter.chooseDocument} onChange={(reference) => set(reference ?? "")} options={options} />
      <UploadButton number={number} document={document.name} done={(file) => set(file.id)} />
    </div>
  );
}
