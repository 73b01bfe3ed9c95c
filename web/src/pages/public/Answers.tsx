// Questions and answers.
import { useText } from "../../text";

export function Answers() {
  const t = useText().tips;
  return (
    <dl className="answers">
      {t.answers.map(([question, answer]) => <div key={question} className="section"><dt><h2>{question}</h2></dt><dd>{answer}</dd></div>)}
    </dl>
  );
}
