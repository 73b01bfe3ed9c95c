// Looks: one accent, an ink teal, in light and dark; system fonts, Chinese first. All texts meet AA on their grounds.
import { theme, type ThemeConfig } from "antd";
import { useEffect, useState } from "react";
import type { Look } from "./settings";

const FONT =
  'system-ui, -apple-system, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export function themeOf(isDark: boolean): ThemeConfig {
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: isDark ? "#1f8196" : "#0f5c6e",
      colorLink: isDark ? "#74c7d6" : "#0f5c6e",
      colorLinkHover: isDark ? "#a3dde8" : "#0a4553",
      colorInfo: isDark ? "#1f8196" : "#0f5c6e",
      colorError: isDark ? "#e8786f" : "#b42318",
      colorSuccess: isDark ? "#5fae7b" : "#1d6b3f",
      colorWarning: isDark ? "#d9a441" : "#8a5a00",
      colorBgLayout: isDark ? "#101416" : "#f4f6f7",
      colorBgBase: isDark ? "#171c1f" : "#ffffff",
      ...(isDark ? { colorBgContainer: "#1b2124", colorBgElevated: "#1e2528" } : {}),
      colorTextBase: isDark ? "#e6eaec" : "#16212a",
      colorTextSecondary: isDark ? "#b4bec5" : "#465561",
      colorTextTertiary: isDark ? "#9eaab2" : "#566470",
      colorTextQuaternary: isDark ? "#93a0a8" : "#5d6b76",
      colorTextPlaceholder: isDark ? "#93a0a8" : "#5d6b76",
      colorTextDescription: isDark ? "#9eaab2" : "#566470",
      colorBorder: isDark ? "#3a444a" : "#c9d2d8",
      colorBorderSecondary: isDark ? "#2a3237" : "#e3e8eb",
      borderRadius: 6,
      fontFamily: FONT,
      fontSize: 14,
      motionDurationMid: "0.12s",
      motionDurationSlow: "0.16s",
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none" },
      Segmented: { trackBg: isDark ? "#252d32" : "#e2e8eb", itemColor: isDark ? "#b4bec5" : "#465561" },
    },
  };
}

/** Whether it is dark now, as chosen or as the system says. */
export function useIsDark(look: Look): boolean {
  const [isDark, setIsDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const tell = () => setIsDark(query.matches);
    query.addEventListener("change", tell);
    return () => query.removeEventListener("change", tell);
  }, []);
  return look === "system" ? isDark : look === "dark";
}
