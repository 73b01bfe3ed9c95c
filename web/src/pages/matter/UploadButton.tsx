// Brings a file, and says how far it is.
import { UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Progress } from "antd";
import { useRef, useState } from "react";
import { upload } from "../../api/files";
import { sentenceOf } from "../../api/problem";
import type { Attachment } from "../../api/shapes";
import { useText } from "../../text";

interface Props {
  number: string;
  document?: string;
  done?: (file: Attachment) => void;
}

export function UploadButton({ number, document, done }: Props) {
  const t = useText();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [refusal, setRefusal] = useState("");
  const bring = async (file: File | undefined) => {
    if (!file) return;
    setRefusal("");
    setShare(0);
    try {
      const kept = await upload(number, document, file, setShare);
      await client.invalidateQueries({ queryKey: ["attachments", number] });
      done?.(kept);
    } catch (error) {
      setRefusal(sentenceOf(error));
    } finally {
      setShare(null);
      if (input.current) input.current.value = "";
    }
  };
  return (
    <span className="upload">
      <input ref={input} type="file" hidden tabIndex={-1} aria-label={t.matter.upload} data-document={document ?? ""} onChange={(event) => void bring(event.target.files?.[0])} />
      <Button icon={<UploadOutlined />} disabled={share !== null} onClick={() => input.current?.click()}>{share === null ? t.matter.upload : t.matter.uploading(Math.round(share * 100))}</Button>
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" showInfo={false} aria-label={t.matter.uploading(Math.round(share * 100))} />}
      {refusal && <Alert type="error" showIcon message={refusal} role="alert" />}
    </span>
  );
}
