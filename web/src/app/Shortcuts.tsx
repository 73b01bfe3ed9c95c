// `?` shows the shortcuts; g then a letter goes somewhere.
import { Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { useText } from "../text";
import { useKeys } from "./keys";

export function Shortcuts() {
  const t = useText();
  const go = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  useKeys({
    "?": () => setIsOpen(true),
    "g f": () => go("/findings"),
    "g m": () => go("/matters"),
    "g n": () => go("/notices"),
  });
  const lines: [string, string][] = [
    ["j n ↓", t.keys.next], ["k p ↑", t.keys.previous], ["Enter", t.keys.open], ["o", t.keys.review], ["x", t.keys.choose],
    ["/", t.keys.filter], ["Esc", t.keys.close], ["g f", t.keys.goFindings], ["g m", t.keys.goMatters], ["g n", t.keys.goNotices], ["?", t.keys.help],
  ];
  return (
    <Modal open={isOpen} title={t.keys.title} footer={null} width={420} onCancel={() => setIsOpen(false)}>
      <dl className="keys">
        {lines.map(([keys, meaning]) => (
          <div key={keys}><dt>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{meaning}</dd></div>
        ))}
      </dl>
    </Modal>
  );
}
