// The first steps: from a finding to money recovered, with links, and whose step each is.
import { CheckCircleOutlined, TeamOutlined } from "@ant-design/icons";
import { Link } from "react-router-dom";
import { useWho } from "../../app/session";
import { PageHeader } from "../../parts/PageHeader";
import { useText } from "../../text";
import "./start.css";

/** Roles of each step, in the order of the texts; null is everybody's. */
const ROLES: (string[] | null)[] = [["assigner", "auditor"], null, ["assigner"], ["institution"], ["auditor"], ["decider"], ["clerk", "cashier", "chief"], null];

export default function StartPage() {
  const t = useText().start;
  const who = useWho();
  const held = who.roles.map((role) => role.role);
  return (
    <div className="page narrow-page">
      <PageHeader title={t.title} />
      <p className="start-lead">{t.lead}</p>
      <ol className="start">
        {t.steps.map(([title, words, by, address], place) => {
          const roles = ROLES[place];
          const isMine = !roles || roles.some((role) => held.includes(role));
          return (
            <li key={title} className={isMine ? "is-mine" : ""}>
              <h2>{title}</h2>
              <p>{words}</p>
              <p className="row wrap quiet">
                <span>{t.who} <strong>{by}</strong></span>
                <span>{isMine ? <><CheckCircleOutlined aria-hidden /> {t.yours}</> : <><TeamOutlined aria-hidden /> {t.others}</>}</span>
                <span className="grow" />
                <Link to={address}>{t.go} ›</Link>
              </p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
