// Leads to the first page of administration that the person may see.
import { Navigate } from "react-router-dom";
import { adminPages } from "../../app/navigation";
import { useWho } from "../../app/session";
import { useText } from "../../text";

export default function AdminHome() {
  const first = adminPages(useWho(), useText())[0];
  return <Navigate to={first?.path ?? "/account"} replace />;
}
