// What the map can show, and in which class of colour a value falls.
import type { Award, Cell, Data } from "./core";
import { byName } from "./format";

export type MeasureKey = "pct" | "target" | "actual" | "grade" | "streak" | "employment_rate";
export type Unit = "pct" | "jobs" | "years" | "grade";

export type Measure = {
  key: MeasureKey;
  unit: Unit;
  /** Which evidence a number of it opens. */
  evidence: "award" | "target" | "indicator";
  /** Upper bounds of all classes but the last: the same for all years, so that two maps can be compared. */
  bounds: number[];
  scheme: "diverging" | "sequential" | "grades";
};

/** National award, best first. Grades that are not among these rank behind. */
export const GRADES = ["종합대상", "대상", "최우수상", "우수상", "특별상", "unspecified"];

export const MEASURES: Measure[] = [
  { key: "grade", unit: "grade", evidence: "award", bounds: [], scheme: "grades" },
  { key: "pct", unit: "pct", evidence: "target", bounds: [80, 95, 100, 110, 130], scheme: "diverging" },
  { key: "target", unit: "jobs", evidence: "target", bounds: [2_500, 5_000, 10_000, 20_000, 50_000], scheme: "sequential" },
  { key: "actual", unit: "jobs", evidence: "target", bounds: [2_500, 5_000, 10_000, 20_000, 50_000], scheme: "sequential" },
  { key: "streak", unit: "years", evidence: "award", bounds: [2, 3, 5, 7], scheme: "sequential" },
  { key: "employment_rate", unit: "pct", evidence: "indicator", bounds: [58, 61, 64, 67, 70], scheme: "sequential" },
];

export const measureOf = (key: string): Measure => MEASURES.find((measure) => measure.key === key) ?? (MEASURES[0] as Measure);

/** Smaller is better; unknown grades behind all known ones. */
export const rankOfGrade = (grade: string): number => {
  const rank = GRADES.indexOf(grade);
  return rank < 0 ? GRADES.length : rank;
};

/** The class of a value, from 0 on (grades: 0 is the best), or null where it is not known. */
export function classOf(measure: Measure, cell: Cell | undefined): number | null {
  const value = cell?.[measure.key] ?? null;
  if (value === null) return null;
  if (typeof value === "string") return Math.min(rankOfGrade(value), GRADES.length - 1);
  const above = measure.bounds.findIndex((bound) => value < bound);
  return above < 0 ? measure.bounds.length : above;
}

export const classCount = (measure: Measure): number => (measure.scheme === "grades" ? GRADES.length : measure.bounds.length + 1);

/** A number by which rows are ranked, high first; null where it is not known. */
export function sortValue(key: MeasureKey, cell: Cell | undefined): number | null {
  const value = cell?.[key] ?? null;
  if (value === null) return null;
  return typeof value === "string" ? -rankOfGrade(value) : value;
}

export function bestFirst(a: Award, b: Award): number {
  return rankOfGrade(a.grade) - rankOfGrade(b.grade) || byName(a.category, b.category) || a.m - b.m;
}

/** In how many municipalities of a level a measure is known, by year. */
export function knownByYear(data: Data, key: MeasureKey, ids: string[]): Map<number, number> {
  return new Map(data.years.map((year) => [year, ids.filter((id) => (data.cell(id, year)?.[key] ?? null) !== null).length]));
}

/** Sections in the order in which they are shown. */
export const SECTIONS = ["disclosure", "project", "unspecified"];
export const inOrder = <T extends string | null>(sections: T[]): T[] => {
  const known: (string | null)[] = SECTIONS;
  const rank = (section: T): number => (known.includes(section) ? known.indexOf(section) : known.length);
  return [...new Set(sections)].sort((a, b) => rank(a) - rank(b));
};

/** The key of an award's evidence. core.awards holds the national award alone, of which a section is won once. */
export const keyOf = (award: Award): string => `award/${award.y}/${award.category}`;
