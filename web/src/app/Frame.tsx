// The frame around every page: navigation at the left (below on a telephone), the bell and the person at the top.
import { Badge, Button } from "antd";
import { Suspense } from "react";
import { NavLink, useLocation } from "react-router-dom";
import { ask } from "../api/client";
import { useQuery } from "@tanstack/react-query";
import { Loading } from "../parts/Loading";
import { useText } from "../text";
import { BellOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { Crash } from "./Crash";
import { type Place, placesOf } from "./navigation";
import { PersonMenu } from "./PersonMenu";
import { Pages } from "./routes";
import { Shortcuts } from "./Shortcuts";
import { useWho } from "./session";
import { useWall } from "./wall";

export function useUnread() {
  return useQuery({
    queryKey: ["notices", "unread"],
    queryFn: () => ask("get", "/api/notices", { query: { limit: 100 } }),
    refetchInterval: 60_000,
  });
}

function Places({ places }: { places: Place[] }) {
  return (
    <>
      {places.map((place) => (
        <NavLink key={place.path} to={place.path} className="place">
          <span className="place-icon" aria-hidden>{place.icon}</span>
          <span>{place.label}</span>
        </NavLink>
      ))}
    </>
  );
}

export function Frame() {
  const t = useText();
  const who = useWho();
  const { pathname } = useLocation();
  const unread = useUnread().data?.notices.length ?? 0;
  const places = placesOf(who, t);
  const isWall = useWall();
  return (
    <div className={isWall ? "frame wall" : "frame"}>
      <a className="skip" href="#content">{t.frame.skip}</a>
      {!isWall && <nav className="rail" aria-label={t.frame.navigation}>
        <NavLink to="/" className="mark" aria-label={t.frame.name}>
          <img src="/mark.svg" alt="" width={30} height={30} />
          <span>{t.frame.name}</span>
        </NavLink>
        <Places places={places} />
      </nav>}
      {!isWall && <div className="top">
        <NavLink to="/" className="top-name"><img src="/mark.svg" alt="" width={22} height={22} /> {t.frame.name}<span className="top-city">{t.frame.city}</span></NavLink>
        <span className="grow" />
        <NavLink to="/notices" tabIndex={-1} aria-label={t.notices.bell(unread)} title={t.notices.bell(unread)}>
          <Badge count={unread} size="small" overflowCount={99} offset={[-5, 6]}>
            <Button type="text" icon={<BellOutlined />} aria-label={t.notices.bell(unread)} />
          </Badge>
        </NavLink>
        <NavLink to="/start" tabIndex={-1} aria-label={t.start.menu} title={t.start.menu}><Button type="text" icon={<QuestionCircleOutlined />} aria-label={t.start.menu} /></NavLink>
        <PersonMenu />
      </div>}
      <main id="content" className="content" tabIndex={-1}>
        <Crash key={pathname}>
          <Suspense fallback={<Loading />}>
            <Pages />
          </Suspense>
        </Crash>
      </main>
      <Shortcuts />
    </div>
  );
}
