import { useApp } from "./app.ts";

/** The other language, in its own words: who cannot read this one finds it. */
export function LanguageSwitch() {
  const { language, setLanguage } = useApp();
  const other = language === "zh" ? "en" : "zh";
  return (
    <button type="button" lang={other === "zh" ? "zh-Hans" : "en"} onClick={() => setLanguage(other)}>
      {other === "zh" ? "中文" : "English"}
    </button>
  );
}
