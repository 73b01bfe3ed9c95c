// Where one can go, by what one may do.
import { ApiOutlined, AuditOutlined, BankOutlined, BellOutlined, DashboardOutlined, FileSearchOutlined, HomeOutlined, SafetyCertificateOutlined, StopOutlined, TeamOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Who } from "../api/shapes";
import type { Texts } from "../text";
import { isInstitution } from "./session";

export interface Place {
  path: string;
  label: string;
  icon: ReactNode;
}

export function placesOf(who: Who, t: Texts): Place[] {
  const may = (...actions: string[]) => actions.some((action) => who.actions.includes(action));
  const places: (Place | false)[] = [
    isInstitution(who) && { path: "/home", label: t.portal.home, icon: <HomeOutlined /> },
    !isInstitution(who) && may("finding.read") && { path: "/", label: t.overview.title, icon: <DashboardOutlined /> },
    may("finding.read", "finding.read_own") && { path: "/findings", label: isInstitution(who) ? t.nav.own : t.nav.findings, icon: <FileSearchOutlined /> },
    may("matter.read", "matter.read_own") && { path: "/matters", label: t.nav.matters, icon: <AuditOutlined /> },
    { path: "/notices", label: t.nav.notices, icon: <BellOutlined /> },
    adminPages(who, t).length > 0 && { path: "/admin", label: t.nav.admin, icon: <TeamOutlined /> },
    may("trail.read") && { path: "/trail", label: t.nav.trail, icon: <SafetyCertificateOutlined /> },
  ];
  return places.filter((place): place is Place => place !== false);
}

export function adminPages(who: Who, t: Texts): Place[] {
  const may = (...actions: string[]) => actions.some((action) => who.actions.includes(action));
  const keepsPeople = may("user.keep", "role.propose", "role.approve", "relation.keep");
  const pages: (Place | false)[] = [
    keepsPeople && { path: "/admin/users", label: t.nav.users, icon: <TeamOutlined /> },
    may("role.propose", "role.approve") && { path: "/admin/grants", label: t.nav.grants, icon: <AuditOutlined /> },
    (keepsPeople || may("trail.read")) && { path: "/admin/roles", label: t.nav.roles, icon: <SafetyCertificateOutlined /> },
    may("organisation.keep") && { path: "/admin/organisations", label: t.nav.organisations, icon: <BankOutlined /> },
    may("relation.keep") && { path: "/admin/relations", label: t.nav.relations, icon: <TeamOutlined /> },
    may("exception.propose", "exception.approve", "exception.end") && { path: "/admin/exceptions", label: t.exceptions.title, icon: <StopOutlined /> },
    may("service.keep") && { path: "/admin/services", label: t.services.title, icon: <ApiOutlined /> },
  ];
  return pages.filter((page): page is Place => page !== false);
}

/** The first page of a person. */
export function homeOf(who: Who, t: Texts): string {
  return placesOf(who, t)[0]?.path ?? "/account";
}
