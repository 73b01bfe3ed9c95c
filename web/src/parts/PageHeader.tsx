// The head of a page: its title, what belongs to it, and what can be done, at the right.
import { type ReactNode, useEffect } from "react";
import { NavLink } from "react-router-dom";
import { useText } from "../text";

export interface Tab {
  path: string;
  label: string;
}

export function PageHeader({ title, extra, tabs, children }: { title: ReactNode; extra?: ReactNode; tabs?: Tab[]; children?: ReactNode }) {
  const t = useText();
  useEffect(() => {
    if (typeof title === "string") document.title = `${title} · ${t.frame.name}`;
  }, [title, t]);
  return (
    <header className="page-header">
      <h1>{title}</h1>
      {tabs && tabs.length > 1 && (
        <nav className="tabs" aria-label={typeof title === "string" ? title : t.frame.menu}>
          {tabs.map((tab) => <NavLink key={tab.path} to={tab.path} end className="tab">{tab.label}</NavLink>)}
        </nav>
      )}
      {extra && <span className="quiet">{extra}</span>}
      <span className="grow" />
      <div className="row">{children}</div>
    </header>
  );
}
