// The public's pages, without signing in: give a tip-off, look it up, questions and answers. Large type, plain words.
import { Segmented } from "antd";
import { BrowserRouter, NavLink, Route, Routes } from "react-router-dom";
import { choose, type Language, useSettings } from "../../app/settings";
import { useText } from "../../text";
import { Answers } from "./Answers";
import { GiveTip } from "./GiveTip";
import { LookUp } from "./LookUp";
import "./public.css";

export default function PublicPages() {
  const t = useText();
  const { language } = useSettings();
  return (
    <BrowserRouter>
      <div className="public">
        <header className="public-head">
          <img src="/mark.svg" alt="" width={40} height={40} />
          <h1>{t.tips.title}</h1>
          <span className="grow" />
          <Segmented<Language> value={language} onChange={(chosen) => choose({ language: chosen })} aria-label={t.frame.language}
            options={[{ value: "zh", label: <span lang="zh">中文</span> }, { value: "en", label: <span lang="en">English</span> }]} />
        </header>
        <nav className="public-tabs" aria-label={t.tips.title}>
          <NavLink to="/public" end className="tab">{t.tips.tabs.give}</NavLink>
          <NavLink to="/public/progress" className="tab">{t.tips.tabs.look}</NavLink>
          <NavLink to="/public/answers" className="tab">{t.tips.tabs.answers}</NavLink>
        </nav>
        <main className="public-main">
          <Routes>
            <Route path="/public" element={<GiveTip />} />
            <Route path="/public/progress" element={<LookUp />} />
            <Route path="/public/answers" element={<Answers />} />
            <Route path="*" element={<GiveTip />} />
          </Routes>
        </main>
        <footer className="public-foot"><a href="/">{t.tips.signIn}</a></footer>
      </div>
    </BrowserRouter>
  );
}
