// What the page rests on: the release, how new it is, what was checked, what changed, and the files.
import { useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { to } from "../data/address";
import type { Both, ChangeRow, File, Values } from "../data/core";
import type { Table } from "../data/csv";
import { daysSince } from "../data/format";
import { type Say, useHere } from "../data/say";
import { CsvButton } from "../parts/csv_button";

/** What the files that hold more than one table are for. */
const WHOLE: { [path: string]: Both } = {
  "iljari.xlsx": { ko: "표마다 시트 하나인 엑셀 통합 문서. 낱말과 단위 시트가 있다.", en: "A workbook with a sheet a table, and one of words and units." },
  "iljari_wide.csv": { ko: "한 표로 모은 CSV. 스프레드시트에 알맞다.", en: "One wide CSV, for spreadsheets." },
  "iljari.duckdb": { ko: "모든 표가 든 DuckDB 파일. SQL과 BI 도구에 알맞다.", en: "A DuckDB file with all tables, for SQL and BI tools." },
  "docs/dictionary.html": { ko: "데이터 사전: 표와 열의 뜻과 단위.", en: "The data dictionary: what tables and columns mean, and their units." },
  "docs/index.html": { ko: "표가 만들어진 과정 (dbt 문서, 영어).", en: "How the tables are made (dbt’s documentation)." },
};

const nameOf = (path: string): string => (path.startsWith("docs/") ? path : (path.split("/").at(-1) ?? path));

/** A link to a file of the release, beside the page's folder, and its size. */
function FileLink({ file, text }: { file: File | undefined; text?: string }) {
  const { say } = useHere();
  if (!file) return null;
  const name = nameOf(file.path);
  return (
    <>
      <a href={`../${file.path}`} aria-label={name}>
        {text ?? name}
      </a>{" "}
      <small>{say.bytes(file.bytes)}</small>
    </>
  );
}

/** The files that hold more than one table, or tell of them. */
function WholeFiles() {
  const { data, say } = useHere();
  return (
    <ul class="plain files">
      {data.release.files
        .filter(({ table }) => table === undefined)
        .map((file) => (
          <li key={file.path}>
            <div>
              <FileLink file={file} />
            </div>
            <span>{WHOLE[file.path]?.[say.lang]}</span>
          </li>
        ))}
    </ul>
  );
}

/** Each table's files, the table called as the dictionary calls it. */
function TableFiles() {
  const { data, say } = useHere();
  const { files } = data.release;
  const tables = [...new Set(files.flatMap(({ table }) => table ?? []))].sort();
  if (!tables.length) return null;
  return (
    <section>
      <h2>{say.w("tableFiles")}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={say.w("tableFiles")}>
        <table class="years table-files">
          <thead>
            <tr>
              <th scope="col">{say.w("table")}</th>
              <th scope="col" class="num">
                {say.w("rows")}
              </th>
              <th scope="col">CSV</th>
              <th scope="col">Parquet</th>
            </tr>
          </thead>
          <tbody>
            {tables.map((table) => {
              const of = files.filter((file) => file.table === table);
              const [first] = of;
              return (
                <tr key={table}>
                  <th scope="row">
                    {say.lang === "ko" && first?.label_ko ? <span>{first.label_ko} </span> : null}
                    <code>{table}</code>
                  </th>
                  <td class="num">{first?.n_rows === undefined ? "" : say.count(first.n_rows)}</td>
                  {["csv", "parquet"].map((form) => (
                    <td key={form}>
                      <FileLink file={of.find(({ path }) => path.endsWith(`.${form}`))} text={form === "csv" ? "CSV" : "Parquet"} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Block({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function DataView() {
  const { data, say } = useHere();
  const { release } = data;
  const { changes, accuracy, checks } = release;
  const percent = (share: number): string => say.value(share <= 1 ? share * 100 : share, "pct");
  return (
    <article class="data">
      <div class="heading">
        <p class="kicker">{say.w("release")}</p>
        <h1>{release.id}</h1>
      </div>
      <div class="columns">
        <Block title={say.w("freshness")}>
          <dl class="facts-list">
            <dt>{say.w("released")}</dt>
            <dd>
              {say.day(release.released_at)} <small>({say.ago(release.released_at)})</small>
            </dd>
            <dt>{say.w("newestArticle")}</dt>
            <dd>
              {release.newest_article_at ? (
                <>
                  {say.day(release.newest_article_at)} <small>({say.ago(release.newest_article_at)})</small>
                </>
              ) : (
                say.w("noArticles")
              )}
            </dd>
            <dt>{say.w("articles")}</dt>
            <dd>{say.count(release.n_articles)}</dd>
            <dt>{say.w("facts")}</dt>
            <dd>{say.count(release.n_facts)}</dd>
            <dt>{say.w("sources")}</dt>
            <dd>{release.sources.map((source) => say.source(source)).join(", ")}</dd>
          </dl>
          {daysSince(release.newest_article_at ?? release.released_at) > STALE_DAYS ? <p class="stale">{say.w("stale")}</p> : null}
        </Block>
        <Block title={say.w("checks")}>
          <p class="big">
            {say.count(checks.passed)}
            {checks.warned ? (
              <small>
                {" "}
                + {say.count(checks.warned)} {say.w("checksWarned")}
              </small>
            ) : null}
          </p>
          <details hidden={checks.names.length === 0}>
            <summary>{say.w("checksWarnings")}</summary>
            <ul class="check-names">
              {checks.names.map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ul>
          </details>
        </Block>
        <Block title={say.w("accuracy")}>
          {accuracy ? (
            <dl class="facts-list">
              <dt>{say.w("precision")}</dt>
              <dd>{percent(accuracy.precision)}</dd>
              <dt>{say.w("recall")}</dt>
              <dd>{percent(accuracy.recall)}</dd>
              <dt>{say.w("f1")}</dt>
              <dd>{percent(accuracy.f1)}</dd>
              <dt>{say.w("measuredOn")}</dt>
              <dd>
                {accuracy.how ? say.of(accuracy.how) : ""} <small>{say.day(accuracy.measured_on)}</small>
              </dd>
            </dl>
          ) : (
            <p class="empty">{say.w("accuracyNone")}</p>
          )}
        </Block>
        <Block title={say.w("downloads")}>
          <WholeFiles />
        </Block>
        <Block title={say.w("cite")}>
          <Citation text={release.cite[say.lang]} />
          <h3>{say.w("licence")}</h3>
          <p>{say.of(release.licence)}</p>
        </Block>
      </div>
      <TableFiles />
      <section>
        <div class="table-tools">
          <h2>{say.w("changes")}</h2>
          <CsvButton empty={changes.rows.length === 0} rows={() => changesTable(say, changes.rows)} />
        </div>
        <Changes />
      </section>
    </article>
  );
}

export const STALE_DAYS = 45;
const FIRST_ROWS = 15;

/** A value of a fact with the unit that its name ends in. */
function toldValue(say: Say, name: string, value: string | number): string {
  if (name === "grade") return say.grade(String(value));
  if (typeof value === "string") return `${say.d(name)} ${say.d(value)}`;
  if (name.endsWith("_krw")) return say.won(value);
  if (name === "value_pct") return say.value(value, "pct");
  return `${say.d(name)} ${say.value(value, name.includes("_pct") ? "pct" : name.endsWith("_jobs") ? "jobs" : "grade")}`;
}

/** The values of a fact before or after a change, in one line. */
const told = (say: Say, values: Values | null): string =>
  Object.entries(values ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => toldValue(say, name, value ?? ""))
    .join(", ");

const aboutOf = (say: Say, row: ChangeRow): string => [say.d(row.kind), ...Object.entries(row.about).map(([name, value]) => (name === "category" ? say.section(value) : say.d(value)))].join(" · ");

function changesTable(say: Say, rows: ChangeRow[]): Table {
  return {
    name: "changes",
    columns: ["at", "change", "by", "municipality_id", "municipality", "year", "about", "before", "held", "status"],
    rows: rows.map((row) => [row.at, row.change, row.by.join(" "), row.m, row.label, row.year, aboutOf(say, row), told(say, row.before), told(say, row.held), row.status]),
  };
}

function Changes() {
  const { data, say, address } = useHere();
  const { appeared, changed, removed, since, rows } = data.release.changes;
  const [most, setMost] = useState(FIRST_ROWS);
  return (
    <>
      <p>
        {since === null ? say.w("changesFirst") : `${say.w("compared")}: ${since}.`} {say.w("appeared")} <b>{say.count(appeared)}</b> · {say.w("changed")} <b>{say.count(changed)}</b> ·{" "}
        {say.w("removed")} <b>{say.count(removed)}</b>
      </p>
      {rows.length ? (
        <div class="scroll" tabIndex={0} role="region" aria-label={say.w("changes")}>
          <table class="years changes">
            <thead>
              <tr>
                {(["when", "change", "municipality", "year", "about", "before", "after"] as const).map((word) => (
                  <th scope="col" key={word}>
                    {say.w(word)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, most).map((row, i) => {
                const one = data.municipality(row.m);
                return (
                  <tr key={i}>
                    <td class="nowrap">{say.shortDay(row.at)}</td>
                    <td title={row.by.map((by) => say.d(by)).join(", ")}>{say.d(row.change)}</td>
                    <th scope="row">{one ? <a href={to(address, "place", row.m)}>{say.nameIn(one, row.year)}</a> : row.label}</th>
                    <td>{row.year}</td>
                    <td class="about">{aboutOf(say, row)}</td>
                    <td>{told(say, row.before) || "–"}</td>
                    <td>{told(say, row.held) || "–"}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : (
        <p class="empty">{say.w("changesNone")}</p>
      )}
      {rows.length > most ? (
        <button type="button" class="quiet more-rows" onClick={() => setMost(Infinity)}>
          {say.w("showAll")} ({say.count(rows.length)})
        </button>
      ) : null}
    </>
  );
}

function Citation({ text }: { text: string }) {
  const { say } = useHere();
  const [isCopied, set] = useState(false);
  return (
    <>
      <p class="citation">{text}</p>
      <button type="button" class="quiet" onClick={() => void navigator.clipboard?.writeText(text).then(() => set(true))}>
        {say.w(isCopied ? "copied" : "copy")}
      </button>
      <span class="unseen" role="status">
        {isCopied ? say.w("copied") : ""}
      </span>
    </>
  );
}
