// Everything that depends on the reader's language: words, names, numbers with units, dates.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Address } from "./address";
import type { Both, Data, Municipality } from "./core";
import { agoOf, dayOf, grouped, type Lang } from "./format";
import type { Unit } from "./measures";
import { WORDS, type Word } from "./words";

export type { Lang };

const SHORT: { [grade: string]: Word } = { 종합대상: "shortGrand", 대상: "shortTop", 최우수상: "shortHighest", 우수상: "shortExcellence", 특별상: "shortSpecial" };

export class Say {
  constructor(
    readonly lang: Lang,
    private readonly data: Data,
  ) {}

  /** A word of the page. */
  w(word: Word): string {
    return WORDS[word][this.lang];
  }

  /** A word of the data (a grade, a section, a status), or the value itself where the data bring no word. */
  d(value: string): string {
    const word = this.data.words[value]?.[this.lang] ?? (value in WORDS ? this.w(value as Word) : value);
    return this.lang === "en" ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  }

  /** A grade; a prize whose grade no text says is a prize all the same. */
  grade(value: string): string {
    return value === "unspecified" ? this.w("gradeUnknown") : this.d(value);
  }

  /** A grade in a word or two, for tables and charts. */
  shortGrade(value: string): string {
    const short = SHORT[value];
    return short ? this.w(short) : this.grade(value);
  }

  of(text: string | Both): string {
    return typeof text === "string" ? text : text[this.lang];
  }

  /** The whole name: 충북 청주시, Cheongju-si, Chungbuk. */
  name(municipality: Municipality): string {
    return this.lang === "ko" ? municipality.label : municipality.label_en;
  }

  /** The whole name that it had in a year. */
  nameIn(municipality: Municipality, year: number): string {
    const version = this.data.versionIn(municipality, year);
    return version ? this.nameOf(version, municipality) : this.name(municipality);
  }

  /** The whole name of one of its versions. */
  nameOf(version: Municipality["versions"][number], municipality: Municipality): string {
    if (this.lang === "ko") return version.label;
    const [sido = "", ...below] = version.label.split(" ");
    const name = version.en ?? municipality.en;
    return below.length ? `${name}, ${this.region(sido)}` : name;
  }

  /** An award in a line: 공시제 부문 대상; Jobs-target disclosure: top prize. */
  award({ category, grade }: { category: string; grade: string }): string {
    return `${this.section(category)}${this.lang === "ko" ? " " : ": "}${this.grade(grade)}`;
  }

  /** Where articles come from. */
  source(name: string): string {
    return { compiled: this.w("sourceCompiled"), sample: this.w("sourceSample"), folder: this.w("sourceFolder") }[name] ?? name;
  }

  /** A section of the award. */
  section(value: string): string {
    return value === "unspecified" ? this.w("sectionUnknown") : this.d(value);
  }

  short(municipality: Municipality): string {
    return this.lang === "ko" ? municipality.ko : municipality.en;
  }

  region(sido: string): string {
    return this.lang === "ko" ? sido : (this.data.municipalities.find((one) => one.level === "metropolitan" && one.sido === sido)?.en ?? sido);
  }

  count(value: number): string {
    return grouped(value);
  }

  /** A value with its unit. */
  value(value: number | string | null, unit: Unit): string {
    if (value === null) return this.w("unknown");
    if (typeof value === "string") return this.shortGrade(value);
    if (unit === "pct") return `${grouped(value, 1)}%`;
    if (unit === "jobs") return this.lang === "ko" ? `${grouped(value)}개` : grouped(value);
    if (unit === "years") return this.lang === "ko" ? `${grouped(value)}년` : `${grouped(value)} yr`;
    return grouped(value);
  }

  unit(unit: Unit): string {
    return { pct: "%", jobs: this.lang === "ko" ? "개" : "jobs", years: this.lang === "ko" ? "년" : "years", grade: "" }[unit];
  }

  /** The size of a file: 1.5 MB. */
  bytes(value: number): string {
    if (value < 1_000_000) return `${grouped(Math.max(1, Math.round(value / 1_000)))} kB`;
    return `${grouped(value / 1_000_000, 1)} MB`;
  }

  /** Money as papers print it: 1억 2,000만 원, ₩120 million. */
  won(value: number): string {
    if (this.lang === "en") return `₩${grouped(value / 1_000_000, 1).replace(/\.0$/u, "")} million`;
    const eok = Math.floor(value / 100_000_000);
    const man = Math.round((value % 100_000_000) / 10_000);
    return `${[eok ? `${grouped(eok)}억` : "", man ? `${grouped(man)}만` : ""].filter(Boolean).join(" ") || "0"} 원`;
  }

  day(iso: string | null): string {
    if (!iso) return this.w("undated");
    const time = Date.parse(iso.length === 10 ? `${iso}T00:00:00+09:00` : iso);
    return Number.isNaN(time) ? iso : dayOf(time, this.lang);
  }

  shortDay(iso: string): string {
    return dayOf(Date.parse(iso), this.lang, true);
  }

  /** How long ago: 12일 전, yesterday. */
  ago(iso: string): string {
    return agoOf(iso, this.lang);
  }

  year(year: number): string {
    return this.lang === "ko" ? `${year}년` : String(year);
  }
}

export type Here = { data: Data; say: Say; address: Address };
export const HereContext = createContext<Here | null>(null);

/** The data, the language and the address: what every part of the page may ask for. */
export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error("a part of the page stands outside of it");
  return here;
}
