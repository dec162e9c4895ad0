// A view's rows as a file: UTF-8 with a byte order mark (Excel), RFC 4180 quoting, and no text that a spreadsheet would run as a formula.
import type { Release } from "./core";
import type { Lang } from "./say";

export type Value = string | number | boolean | null | undefined;
export type Table = { name: string; columns: string[]; rows: Value[][] };

/** Numbers stay numbers; a text that a spreadsheet would read as a formula gets an apostrophe before it. */
function field(value: Value): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[\s]*[=+\-@]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text of the file. Release, sources and licence stand in every row, so that a row that is copied away still says where it is from. */
export function csv(table: Table, release: Release, lang: Lang): string {
  const origin = [release.id, release.sources.join("; "), release.licence[lang]];
  const lines = [[...table.columns, "release", "sources", "licence"], ...table.rows.map((row) => [...row, ...origin])];
  return `\uFEFF${lines.map((line) => line.map(field).join(",")).join("\r\n")}\r\n`;
}

export function download(table: Table, release: Release, lang: Lang): void {
  const url = URL.createObjectURL(new Blob([csv(table, release, lang)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `iljari_${table.name}_${release.id}.csv`.replace(/[^\w.가-힣-]+/gu, "_");
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
