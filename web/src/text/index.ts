// Texts of the frame. zh is the measure: en has the same type, so a missing text does not compile.
import { language, useSettings } from "../app/settings";
import type { Title } from "../api/shapes";
import { en } from "./en";
import { zh } from "./zh";

export type Texts = typeof zh;

/** Texts outside of React. */
export const text = (): Texts => (language() === "en" ? en : zh);

export function useText(): Texts {
  return useSettings().language === "en" ? en : zh;
}

/** A title that came from the server, in the language of the person. */
export function titleOf(title: Title | undefined): string {
  if (!title) return "";
  return language() === "en" && title.en ? title.en.charAt(0).toUpperCase() + title.en.slice(1) : title.zh;
}
