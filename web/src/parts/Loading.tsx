// Being read. Shown late, so that what comes at once does not flicker.
import { Spin } from "antd";
import { useText } from "../text";

export function Loading({ isWhole = false }: { isWhole?: boolean }) {
  const t = useText().frame;
  return <div className={isWhole ? "loading whole" : "loading"} role="status" aria-label={t.loading}><Spin delay={200} /></div>;
}
