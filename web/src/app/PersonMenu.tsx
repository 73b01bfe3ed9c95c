// The person at the top right: account, preferences, signing out.
import { UserOutlined } from "@ant-design/icons";
import { Button, Divider, Popover } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import { useText } from "../text";
import { Preferences } from "./Preferences";
import { useSignOut, useWho } from "./session";
import { useSettings } from "./settings";

export function PersonMenu() {
  const t = useText();
  const who = useWho();
  const { language } = useSettings();
  const signOut = useSignOut();
  const [isOpen, setIsOpen] = useState(false);
  const roles = who.roles.map((role) => (language === "zh" ? role.title_zh : role.title_en));
  const inside = (
    <div className="person-menu">
      <strong>{who.login}</strong>
      <div className="quiet">{[...new Set(roles)].join(language === "zh" ? "、" : ", ") || t.frame.noRoles}</div>
      <Divider size="small" />
      <Preferences />
      <Divider size="small" />
      <div className="row">
        <Link to="/account" onClick={() => setIsOpen(false)}>{t.nav.account}</Link>
        <span className="grow" />
        <Button size="small" onClick={() => void signOut()}>{t.frame.signOut}</Button>
      </div>
    </div>
  );
  return (
    <Popover content={inside} trigger="click" placement="bottomRight" open={isOpen} onOpenChange={setIsOpen}>
      <Button type="text" icon={<UserOutlined />} aria-expanded={isOpen} aria-label={`${t.nav.account} ${who.login}`}>
        <span className="wide-only">{who.login}</span>
      </Button>
    </Popover>
  );
}
