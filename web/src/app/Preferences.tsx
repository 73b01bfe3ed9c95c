// What a person chooses for this browser.
import { Segmented } from "antd";
import { useText } from "../text";
import { choose, type Density, type Language, type Look, type Unit, useSettings } from "./settings";

export function Preferences() {
  const t = useText().frame;
  const settings = useSettings();
  return (
    <div className="preferences">
      <span id="pick-language">{t.language}</span>
      <Segmented<Language> aria-labelledby="pick-language" value={settings.language} onChange={(language) => choose({ language })}
        options={[{ value: "zh", label: <span lang="zh">中文</span> }, { value: "en", label: <span lang="en">English</span> }]} />
      <span id="pick-look">{t.look}</span>
      <Segmented<Look> aria-labelledby="pick-look" value={settings.look} onChange={(look) => choose({ look })}
        options={[{ value: "system", label: t.lookSystem }, { value: "light", label: t.lookLight }, { value: "dark", label: t.lookDark }]} />
      <span id="pick-unit">{t.unit}</span>
      <Segmented<Unit> aria-labelledby="pick-unit" value={settings.unit} onChange={(unit) => choose({ unit })}
        options={[{ value: "yuan", label: t.yuan }, { value: "wan", label: t.wan }]} />
      <span id="pick-density">{t.density}</span>
      <Segmented<Density> aria-labelledby="pick-density" value={settings.density} onChange={(density) => choose({ density })}
        options={[{ value: "dense", label: t.dense }, { value: "roomy", label: t.roomy }]} />
    </div>
  );
}
