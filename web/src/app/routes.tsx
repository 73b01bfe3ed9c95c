// Addresses and their pages; each page is loaded when it is first opened.
import { lazy } from "react";
import { Navigate, Route, Routes } from "react-router-dom";
import { useText } from "../text";
import { homeOf } from "./navigation";
import { useWho } from "./session";

const FindingsPage = lazy(() => import("../pages/findings/FindingsPage"));
const MattersPage = lazy(() => import("../pages/matters/MattersPage"));
const BoardPage = lazy(() => import("../pages/matters/BoardPage"));
const CalendarPage = lazy(() => import("../pages/matters/CalendarPage"));
const KindsPage = lazy(() => import("../pages/matters/KindsPage"));
const OpenMatterPage = lazy(() => import("../pages/matters/OpenMatterPage"));
const MatterPage = lazy(() => import("../pages/matter/MatterPage"));
const NoticesPage = lazy(() => import("../pages/notices/NoticesPage"));
const UsersPage = lazy(() => import("../pages/admin/UsersPage"));
const GrantsPage = lazy(() => import("../pages/admin/GrantsPage"));
const RolesPage = lazy(() => import("../pages/admin/RolesPage"));
const OrganisationsPage = lazy(() => import("../pages/admin/OrganisationsPage"));
const RelationsPage = lazy(() => import("../pages/admin/RelationsPage"));
const AdminHome = lazy(() => import("../pages/admin/AdminHome"));
const TrailPage = lazy(() => import("../pages/trail/TrailPage"));
const PortalPage = lazy(() => import("../pages/portal/PortalPage"));
const AccountPage = lazy(() => import("../pages/account/AccountPage"));
const OverviewPage = lazy(() => import("../pages/overview/OverviewPage"));
const ProviderPage = lazy(() => import("../pages/profiles/ProviderPage"));
const PersonPage = lazy(() => import("../pages/profiles/PersonPage"));
const ExceptionsPage = lazy(() => import("../pages/admin/ExceptionsPage"));
const ServicesPage = lazy(() => import("../pages/admin/ServicesPage"));
const StartPage = lazy(() => import("../pages/start/StartPage"));
const LostPage = lazy(() => import("../pages/LostPage"));

export function Pages() {
  const t = useText();
  const who = useWho();
  return (
    <Routes>
      <Route path="/" element={homeOf(who, t) === "/" ? <OverviewPage /> : <Navigate to={homeOf(who, t)} replace />} />
      <Route path="/home" element={<PortalPage />} />
      <Route path="/findings" element={<FindingsPage />} />
      <Route path="/matters" element={<MattersPage />} />
      <Route path="/matters/board" element={<BoardPage />} />
      <Route path="/matters/calendar" element={<CalendarPage />} />
      <Route path="/matters/kinds" element={<KindsPage />} />
      <Route path="/matters/open" element={<OpenMatterPage />} />
      <Route path="/matters/:number" element={<MatterPage />} />
      <Route path="/notices" element={<NoticesPage />} />
      <Route path="/admin" element={<AdminHome />} />
      <Route path="/admin/users" element={<UsersPage />} />
      <Route path="/admin/grants" element={<GrantsPage />} />
      <Route path="/admin/roles" element={<RolesPage />} />
      <Route path="/admin/organisations" element={<OrganisationsPage />} />
      <Route path="/admin/relations" element={<RelationsPage />} />
      <Route path="/admin/exceptions" element={<ExceptionsPage />} />
      <Route path="/admin/services" element={<ServicesPage />} />
      <Route path="/providers/:code" element={<ProviderPage />} />
      <Route path="/people/:pseudonym" element={<PersonPage />} />
      <Route path="/start" element={<StartPage />} />
      <Route path="/trail" element={<TrailPage />} />
      <Route path="/account" element={<AccountPage />} />
      <Route path="*" element={<LostPage />} />
    </Routes>
  );
}
