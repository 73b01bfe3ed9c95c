// The own account: who I am, preferences, password, one-time codes.
import { Preferences } from "../../app/Preferences";
import { useWho } from "../../app/session";
import { useSettings } from "../../app/settings";
import { Facts, Section } from "../../parts/Facts";
import { PageHeader } from "../../parts/PageHeader";
import { useText } from "../../text";
import { PasswordForm } from "./PasswordForm";
import { TelephoneCodes } from "./TelephoneCodes";

export default function AccountPage() {
  const t = useText();
  const who = useWho();
  const { language } = useSettings();
  const kinds = t.admin.kinds as Record<string, string>;
  return (
    <div className="page">
      <PageHeader title={t.account.title} />
      <div className="columns">
        <Section title={t.account.who}>
          <Facts facts={[
            [t.signIn.login, who.login],
            [t.account.organisation, `${who.organisation} · ${kinds[who.organisation_kind] ?? who.organisation_kind}`],
            [t.account.region, who.region],
            !!who.unit && [t.account.unit, who.unit],
            [t.frame.role, who.roles.length === 0 ? t.frame.noRoles : (
              <ul className="plain">{who.roles.map((role) => <li key={role.role + role.region + role.grid}>{language === "zh" ? role.title_zh : role.title_en} <span className="quiet">{role.region} {role.grid}</span></li>)}</ul>
            )],
          ]} />
        </Section>
        <Section title={t.account.prefs}><Preferences /></Section>
        <Section title={t.account.password}><PasswordForm /></Section>
        <Section title={t.account.codes}><TelephoneCodes /></Section>
      </div>
    </div>
  );
}
