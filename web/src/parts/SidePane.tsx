// The reading pane: beside the list when wide, a sheet from below on a telephone.
import { CloseOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import type { ReactNode } from "react";
import { useText } from "../text";
import { useIsNarrow } from "./useIsNarrow";

interface Props {
  title: ReactNode;
  isOpen: boolean;
  close: () => void;
  tools?: ReactNode;
  children: ReactNode;
}

export function SidePane({ title, isOpen, close, tools, children }: Props) {
  const t = useText();
  const isNarrow = useIsNarrow();
  if (isNarrow)
    return (
      <Drawer open={isOpen} onClose={close} placement="bottom" height="88%" title={title} extra={tools} styles={{ body: { padding: 16 } }} destroyOnHidden>
        {children}
      </Drawer>
    );
  if (!isOpen) return null;
  return (
    <aside className="pane" aria-label={typeof title === "string" ? title : t.findings.pane}>
      <div className="pane-head">
        <strong className="grow">{title}</strong>
        {tools}
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t.frame.close} onClick={close} />
      </div>
      <div className="pane-body" tabIndex={0}>{children}</div>
    </aside>
  );
}
