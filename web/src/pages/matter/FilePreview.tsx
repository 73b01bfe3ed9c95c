// Shows a file from memory: PDF in a frame, pictures and plain text as they are; everything can be saved.
import { Button, Modal } from "antd";
import { useEffect, useState } from "react";
import { readFile, saveBlob } from "../../api/files";
import { sentenceOf } from "../../api/problem";
import { Loading } from "../../parts/Loading";
import { useText } from "../../text";

export interface Shown {
  address: string;
  name: string;
}

export function FilePreview({ shown, close }: { shown: Shown | null; close: () => void }) {
  const t = useText();
  const [blob, setBlob] = useState<Blob | null>(null);
  const [url, setUrl] = useState("");
  const [words, setWords] = useState("");
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    setBlob(null);
    setWords("");
    setRefusal("");
    if (!shown) return;
    let isOver = false;
    let made = "";
    readFile(shown.address).then(async (got) => {
      if (isOver) return;
      made = URL.createObjectURL(got);
      if (got.type.startsWith("text/plain")) setWords(await got.text());
      setUrl(made);
      setBlob(got);
    }, (error) => !isOver && setRefusal(sentenceOf(error)));
    return () => {
      isOver = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [shown]);
  const type = blob?.type.split(";")[0] ?? "";
  return (
    <Modal open={shown !== null} title={shown?.name} width={920} onCancel={close} destroyOnHidden
      footer={<Button type="primary" disabled={!blob} onClick={() => blob && shown && saveBlob(blob, shown.name)}>{t.frame.download}</Button>}>
      <div className="preview">
        {refusal && <p role="alert">{refusal}</p>}
        {!blob && !refusal && <Loading />}
        {blob && type === "application/pdf" && <iframe src={url} title={shown?.name} />}
        {blob && type.startsWith("image/") && <img src={url} alt={shown?.name ?? ""} />}
        {blob && type === "text/plain" && <pre tabIndex={0}>{words}</pre>}
        {blob && !/^(application\/pdf|text\/plain|image\/.*)$/.test(type) && <p className="quiet">{t.matter.noPreview}</p>}
      </div>
    </Modal>
  );
}
