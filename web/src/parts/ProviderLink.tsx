// A provider's name, leading to its page for those who read findings of a region.
import { Link } from "react-router-dom";
import { useMay } from "../app/session";

export function ProviderLink({ code, name }: { code: string; name: string }) {
  const may = useMay();
  const words = <>{name || code} {name && <span className="quiet figures">{code}</span>}</>;
  return may("finding.read") ? <Link to={`/providers/${code}`}>{words}</Link> : <span>{words}</span>;
}
