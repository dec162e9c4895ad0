import { to, type View, withSettings } from "../data/address";
import { daysSince } from "../data/format";
import { useHere } from "../data/say";
import { STALE_DAYS } from "../views/data";
import { readCompared } from "../views/place";
import { SearchBox } from "./search_box";
import { type Theme, useTheme } from "./theme";

const NAV: View[] = ["map", "edition", "compare", "data"];

export function Header() {
  const { data, say, address } = useHere();
  const { release } = data;
  const dated = release.newest_article_at;
  const isStale = daysSince(dated ?? release.released_at) > STALE_DAYS;
  return (
    <header class="masthead">
      <a class="skip" href="#content" onClick={(event) => (event.preventDefault(), document.getElementById("content")?.focus())}>
        {say.w("skip")}
      </a>
      <div class="masthead-top">
        <p class="paper-name">
          <a href={to(address, "map")}>{say.w("title")}</a>
          <span>{say.w("subtitle")}</span>
        </p>
        <div class="reader">
          <Language />
          <ThemeSwitch />
        </div>
      </div>
      <div class="masthead-bar">
        <nav aria-label={say.w("views")}>
          {NAV.map((view) => (
            <a key={view} href={to(address, view, view === "compare" ? readCompared() : "")} aria-current={address.view === view ? "page" : undefined}>
              {say.w(view as "map" | "edition" | "compare" | "data")}
            </a>
          ))}
        </nav>
        <SearchBox label={say.w("search")} choose={(one) => (location.hash = to(address, "place", one.id))} />
      </div>
      <p class={isStale ? "freshness stale" : "freshness"}>
        <span>
          {say.w("newestArticle")} {dated ? `${say.ago(dated)} (${say.day(dated)})` : say.w("noArticles")}
        </span>
        <span>
          {say.w("released")} {say.day(release.released_at)}
        </span>
        <span class="counts">
          {say.w("articles")} {say.count(release.n_articles)} · {say.w("facts")} {say.count(release.n_facts)}
        </span>
        {isStale ? <b>{say.w("stale")}</b> : null}
      </p>
    </header>
  );
}

function Language() {
  const { say, address } = useHere();
  const other = say.lang === "ko" ? "en" : "ko";
  return (
    <a class="language" href={withSettings(address, { lang: other === "en" ? "en" : "" })} lang={other} hreflang={other}>
      {other === "en" ? "English" : "한국어"}
    </a>
  );
}

function ThemeSwitch() {
  const { say } = useHere();
  const [theme, set] = useTheme();
  const words = { auto: "themeAuto", light: "themeLight", dark: "themeDark" } as const;
  return (
    <label class="select theme">
      <span class="unseen">{say.w("theme")}</span>
      <select value={theme} onChange={(event) => set(event.currentTarget.value as Theme)}>
        {(["auto", "light", "dark"] as const).map((value) => (
          <option key={value} value={value}>
            {say.w(words[value])}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Footer() {
  const { data, say } = useHere();
  return (
    <footer>
      <p>
        {say.w("release")} {data.release.id} · {say.of(data.release.licence)}
      </p>
      <p class="print-only">{location.href}</p>
    </footer>
  );
}
