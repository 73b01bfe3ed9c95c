// Look, language and session around everything else: the sign-in page, a password that must be changed, or the frame.
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { lazy, Suspense, useEffect } from "react";
import { BrowserRouter } from "react-router-dom";
import { Problem } from "../api/problem";
import { ErrorState } from "../parts/ErrorState";
import { Loading } from "../parts/Loading";
import { MustChangePassword } from "../pages/account/MustChangePassword";
import { SignInPage } from "../pages/signin/SignInPage";
import { useText } from "../text";
import { AwayBanner } from "./AwayBanner";
import { CodeDialog } from "./CodeDialog";
import { Crash } from "./Crash";
import { Frame } from "./Frame";
import { SessionOverDialog } from "./SessionOverDialog";
import { useSession, WhoContext } from "./session";
import { useSettings } from "./settings";
import { themeOf, useIsDark } from "./theme";
import { useWall } from "./wall";

const PublicPages = lazy(() => import("../pages/public/PublicPages"));
const isPublic = () => /^\/public(\/|$)/.test(window.location.pathname); // nobody signs in there

export function App() {
  const { language, look } = useSettings();
  const isWall = useWall();
  const isDark = useIsDark(isWall ? "dark" : look);
  const t = useText();
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.documentElement.dataset.look = isDark ? "dark" : "light";
    document.title = `${t.frame.name} · ${t.frame.city}`;
    dayjs.locale(language === "zh" ? "zh-cn" : "en");
  }, [language, isDark, t]);
  return (
    <ConfigProvider
      theme={themeOf(isDark)}
      locale={language === "zh" ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <AntApp message={{ maxCount: 2, duration: 4 }}>
        <Crash>
          <AwayBanner />
          {isPublic() ? <Suspense fallback={<Loading isWhole />}><PublicPages /></Suspense> : <Inside />}
        </Crash>
      </AntApp>
    </ConfigProvider>
  );
}

function Inside() {
  const session = useSession();
  if (session.error instanceof Problem && session.error.status === 401) return <SignInPage />;
  if (session.error) return <ErrorState error={session.error} again={() => void session.refetch()} />;
  if (!session.data) return <Loading isWhole />;
  const who = session.data;
  return (
    <WhoContext.Provider value={who}>
      {who.must_change_password ? <MustChangePassword /> : <BrowserRouter><Frame /><CodeDialog /></BrowserRouter>}
      <SessionOverDialog />
    </WhoContext.Provider>
  );
}
