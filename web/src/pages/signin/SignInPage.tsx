// The page of somebody who is not signed in.
import { useQueryClient } from "@tanstack/react-query";
import { Segmented } from "antd";
import { choose, type Language, useSettings } from "../../app/settings";
import { useText } from "../../text";
import { SignInForm } from "./SignInForm";

export function SignInPage() {
  const t = useText();
  const { language } = useSettings();
  const client = useQueryClient();
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src="/mark.svg" alt="" width={48} height={48} />
        <h1>{t.frame.name}</h1>
        <p className="quiet">{t.signIn.slogan}</p>
        <SignInForm submit={t.signIn.submit} done={() => void client.invalidateQueries({ queryKey: ["session"] })} />
        <p className="sign-in-foot"><a href="/public">{t.tips.link}</a></p>
        <div className="sign-in-foot">
          <Segmented<Language> size="small" value={language} onChange={(chosen) => choose({ language: chosen })} aria-label={t.frame.language}
            options={[{ value: "zh", label: <span lang="zh">中文</span> }, { value: "en", label: <span lang="en">English</span> }]} />
        </div>
      </div>
    </main>
  );
}
