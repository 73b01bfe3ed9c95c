// The matter that reviews a finding, in short.
import { Link } from "react-router-dom";
import { Problem } from "../../api/problem";
import { Due } from "../../parts/Day";
import { Facts } from "../../parts/Facts";
import { Loading } from "../../parts/Loading";
import { MatterStateTag } from "../../parts/StateTag";
import { titleOf, useText } from "../../text";
import { useMatter } from "../matter/useMatter";

export function ReviewSection({ number }: { number: string }) {
  const t = useText();
  const { data: matter, error } = useMatter(number);
  const link = <Link to={`/matters/${number}`} className="figures">{number}</Link>;
  if (error instanceof Problem && error.status === 404) return <p className="figures">{number}</p>;
  if (!matter) return <Loading />;
  const due = matter.terms.map((term) => term.due).filter((day): day is string => day !== null).sort()[0];
  const last = matter.history[matter.history.length - 1];
  return (
    <Facts facts={[
      [t.findings.matter, link],
      [t.matters.state, <MatterStateTag title={titleOf(matter.state_title)} />],
      !!due && [t.matters.due, <Due value={due} />],
      !!last && [t.matter.history, <>{titleOf(last.title)} <span className="quiet">{last.person}</span></>],
      matter.offers.length > 0 && [t.matter.act, <Link to={`/matters/${number}`}>{matter.offers.map((offer) => titleOf(offer.title)).join(" · ")}</Link>],
    ]} />
  );
}
