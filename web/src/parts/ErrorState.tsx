// What went wrong, in the server's sentence, and a way to try again.
import { Button } from "antd";
import { sentenceOf } from "../api/problem";
import { useText } from "../text";

export function ErrorState({ error, again }: { error: unknown; again?: () => void }) {
  const t = useText().frame;
  return (
    <div className="state" role="alert">
      <h2>{t.failed}</h2>
      <p>{sentenceOf(error)}</p>
      {again && <Button onClick={again}>{t.retry}</Button>}
    </div>
  );
}
