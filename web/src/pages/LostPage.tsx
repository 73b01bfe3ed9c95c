// An address that leads nowhere.
import { Link } from "react-router-dom";
import { EmptyState } from "../parts/EmptyState";
import { useText } from "../text";

export default function LostPage() {
  const t = useText().frame;
  return <EmptyState title={t.lost} hint={t.lostHint}><Link to="/">{t.home}</Link></EmptyState>;
}
