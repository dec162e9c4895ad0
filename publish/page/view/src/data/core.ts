// The shapes that publish/page/data.py writes, and what is looked up in them. Columns stand beside each other; null is "not known", never zero.
import type { GeometryCollection, Topology } from "topojson-specification";

export type Both = { ko: string; en: string };
export type Status = "agreed" | "single" | "disputed" | "corrected";
export type Level = "metropolitan" | "basic";

export type ChangeRow = {
  at: string;
  change: string;
  by: string[];
  m: string;
  label: string;
  year: number;
  kind: string;
  about: { [key: string]: string };
  before: Values | null;
  held: Values | null;
  status: string | null;
};
export type Values = { [key: string]: string | number | null };

export type File = { path: string; bytes: number; table?: string; label_ko?: string; n_rows?: number };

export type Release = {
  id: string;
  released_at: string;
  newest_article_at: string | null;
  sources: string[];
  n_articles: number;
  n_facts: number;
  checks: { passed: number; warned: number; names: string[] };
  accuracy: { f1: number; precision: number; recall: number; measured_on: string; n_articles?: number; how?: Both } | null;
  changes: { appeared: number; changed: number; removed: number; since: string | null; rows: ChangeRow[] };
  licence: Both;
  cite: Both;
  /** The release's own files beside the page; those of a table with its name. */
  files: File[];
};

export type Municipality = {
  id: string;
  ko: string;
  label: string;
  en: string;
  /** Name and province: Cheongju-si, Chungcheongbuk-do. */
  label_en: string;
  sido: string;
  level: Level;
  names: string[];
  versions: { code: string; label: string; from: string; to: string | null; en?: string; change?: string }[];
  predecessors: string[];
  successors: string[];
  /** Facts beside the yearly ones that its file of evidence does not tell. */
  left_out?: number;
};

export type BoundaryTopology = Topology<{ sigungu: GeometryCollection; sido: GeometryCollection }>;

type Columns<T> = { [K in keyof T]: T[K][] };

export type Cell = {
  m: number;
  y: number;
  target: number | null;
  actual: number | null;
  pct: number | null;
  pct_kind: "reported" | "computed" | null;
  grade: string | null;
  streak: number | null;
  employment_rate: number | null;
  /** The least sure status of all that the cell holds. */
  status: Status | null;
  /** Those of its target and of its employment rate. */
  target_status: Status | null;
  rate_status: Status | null;
  compiled: boolean;
};

export type Award = {
  m: number;
  y: number;
  /** The section that texts state; a fact of another section is another fact. */
  category: string;
  /** The section in which its edition counts it; null for a contest of its own, which the edition does not count. */
  section: string | null;
  grade: string;
  status: Status;
  compiled: boolean;
  incentive_krw: number | null;
};

export type Edition = {
  year: number;
  announced: number | null;
  found: number;
  number?: number | null;
  held_on?: string | null;
  source?: string | null;
  governments?: { announced: number | null; found: number };
  sections?: { [category: string]: { announced: number | null; found: number } };
  grades: { category?: string; grade: string; announced: number | null; found: number }[];
};

type Core = {
  release: Release;
  years: number[];
  maps: { [mapYear: string]: BoundaryTopology };
  municipalities: Municipality[];
  cells: Columns<Cell>;
  awards: Columns<Award>;
  editions: Edition[];
  words: { [key: string]: Both };
  /** What to say below the map of a map year where it is only nearly right. */
  approximate?: { [mapYear: string]: (Both & { municipalities: string[] })[] };
  evidence?: { [municipality: string]: Evidence[] };
};

export type Says = {
  agrees: boolean;
  before: string;
  span: string;
  after: string;
  title: string | null;
  outlet: string | null;
  published_on: string | null;
  url: string | null;
  is_compiled: boolean;
  confidence: number | null;
  /** Articles that print the same text, this one among them. */
  n_copies?: number;
  certainty?: "stated" | "derived" | null;
  why_lost: Both | null;
};

export type Evidence = {
  /** Lasting, unique within the municipality: award/2021/disclosure, target/2023, indicator/2022/employment_rate. */
  key: string;
  fact: string;
  /** Whether it is what the cell of its year shows. */
  is_main: boolean;
  kind: EvidenceKind;
  year: number;
  label: Both;
  value: string | Both;
  status: Status;
  n_articles: number;
  n_independent: number;
  n_disagreeing: number;
  says: Says[];
  /** Articles that are not told here. */
  more?: { agrees: number; disagrees: number };
};

export type EvidenceKind = "award" | "target" | "indicator";

declare global {
  var iljari: Core | undefined;
}

/** Rows of a table that is kept column-wise. */
function rows<T extends object>(columns: Columns<T>): T[] {
  const names = Object.keys(columns) as (keyof T)[];
  const first = names[0];
  if (first === undefined) return [];
  return columns[first].map((_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])) as T);
}

export class Data {
  readonly release: Release;
  readonly years: number[];
  readonly municipalities: Municipality[];
  readonly editions: Edition[];
  readonly awards: Award[];
  readonly words: Core["words"];
  readonly mapYears: number[];
  private readonly cellAt = new Map<number, Cell>();
  private readonly byId: Map<string, Municipality>;
  private readonly indexOf: Map<string, number>;
  private readonly awardsAt = new Map<number, Award[]>();

  constructor(private readonly core: Core) {
    this.release = core.release;
    // A year of which nothing is known is a year of which nothing is known, and not left out.
    const known = core.years.length ? core.years : [Number(core.release.released_at.slice(0, 4))];
    const [first, last] = [Math.min(...known), Math.max(...known)];
    this.years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    this.municipalities = core.municipalities;
    this.editions = [...core.editions].sort((a, b) => a.year - b.year);
    this.words = core.words;
    this.awards = rows<Award>(core.awards);
    this.mapYears = Object.keys(core.maps).map(Number).sort((a, b) => a - b);
    this.byId = new Map(core.municipalities.map((municipality) => [municipality.id, municipality]));
    this.indexOf = new Map(core.municipalities.map(({ id }, i) => [id, i]));
    for (const cell of rows<Cell>(core.cells)) this.cellAt.set(cell.m * 10_000 + cell.y, cell);
    for (const award of this.awards) {
      const at = award.m * 10_000 + award.y;
      const known = this.awardsAt.get(at);
      if (known) known.push(award);
      else this.awardsAt.set(at, [award]);
    }
  }

  municipality(id: string): Municipality | undefined {
    return this.byId.get(id);
  }

  nth(m: number): Municipality | undefined {
    return this.municipalities[m];
  }

  /** What is known of a municipality in a year, or undefined where nothing is. */
  cell(id: string, year: number): Cell | undefined {
    const m = this.indexOf.get(id);
    return m === undefined ? undefined : this.cellAt.get(m * 10_000 + year);
  }

  awardsOf(id: string, year: number): Award[] {
    const m = this.indexOf.get(id);
    return m === undefined ? [] : (this.awardsAt.get(m * 10_000 + year) ?? []);
  }

  /** The boundaries to draw for a year: the newest that were already valid, else the oldest that there are. */
  mapYear(year: number): number | undefined {
    return this.mapYears.filter((mapYear) => mapYear <= year).at(-1) ?? this.mapYears[0];
  }

  approximations(mapYear: number): Both[] {
    return this.core.approximate?.[String(mapYear)] ?? [];
  }

  topology(mapYear: number): BoundaryTopology | undefined {
    return this.core.maps[String(mapYear)];
  }

  /** The name, code and province that a municipality had at the end of a year; its last ones where it was not there. */
  versionIn({ versions }: Municipality, year: number): Municipality["versions"][number] | undefined {
    const day = `${year}-12-31`;
    return versions.find(({ from, to }) => from <= day && (to === null || to >= day)) ?? versions.at(-1);
  }

  /** The province of that year: 전남 광양시 was in 전남 until 2026, and is in 전남광주. */
  sidoIn(municipality: Municipality, year: number): string {
    return this.versionIn(municipality, year)?.label.split(" ")[0] ?? municipality.sido;
  }

  /** Whether a municipality was there at the end of a year, the day by which facts of a year are placed. */
  existed({ versions }: Municipality, year: number): boolean {
    const day = `${year}-12-31`;
    return versions.length === 0 || versions.some(({ from, to }) => from <= day && (to === null || to >= day));
  }
}
