// A municipality's own page.
import { to } from "../data/address";
import type { Data, Municipality } from "../data/core";
import type { Table } from "../data/csv";
import { bestFirst, keyOf, type MeasureKey } from "../data/measures";
import { useEvidence } from "../data/evidence";
import { useHere } from "../data/say";
import { Lines } from "../charts/lines";
import { Targets } from "../charts/targets";
import { Timeline } from "../charts/timeline";
import { CellValue } from "../parts/cell_value";
import { CsvButton } from "../parts/csv_button";
import { MarksLegend, NumberButton, surenessOf } from "../parts/number";
import { NotFound } from "./not_found";

const COVERED = ["grade", "target", "actual", "pct", "employment_rate"] as const satisfies MeasureKey[];

export function PlaceView({ id }: { id: string }) {
  const { data, say, address } = useHere();
  const one = data.municipality(id);
  if (!one) return <NotFound />;
  const isKnown = (key: MeasureKey): boolean => data.years.some((year) => (data.cell(id, year)?.[key] ?? null) !== null);
  const awards = data.years.flatMap((year) => data.awardsOf(id, year));
  // The newest year of the map in which it is there, in the province of that year.
  const seen = data.years.findLast((year) => data.existed(one, year)) ?? (data.years.at(-1) as number);
  const hasTargets = isKnown("target") || isKnown("actual") || isKnown("pct");
  return (
    <article class="place">
      <div class="heading">
        <p class="kicker">
          {say.region(one.sido)} · {say.w(one.level)}
        </p>
        <h1>
          {say.name(one)} <span class="other-name">{say.lang === "ko" ? one.en : one.label}</span>
        </h1>
        <p class="deck">{summary(one, awards.length)}</p>
        <p class="actions">
          <CompareLink id={id} />
          <a href={to(address, "map", "", { y: String(seen), s: data.sidoIn(one, seen) })}>
            {say.w("map")}: {say.region(data.sidoIn(one, seen))}
          </a>
        </p>
      </div>
      <section>
        <h2>{say.w("awardsTimeline")}</h2>
        {awards.length ? <Timeline of={one} /> : <p class="empty">{say.w("noAwardsKnown")}</p>}
      </section>
      <section>
        <h2>{say.w("targetsResults")}</h2>
        {hasTargets ? <Targets of={one} years={yearsOf(data, one)} /> : <p class="empty">{say.w("noTargetsKnown")}</p>}
      </section>
      <section>
        <h2>{say.w("rates")}</h2>
        <Rates of={one} />
      </section>
      <div class="two">
        <History of={one} />
        <Coverage of={one} />
      </div>
      <YearTable of={one} />
      <OtherFacts of={one} />
    </article>
  );

  function summary(municipality: Municipality, n: number): string {
    const last = data.years.findLast((year) => data.awardsOf(municipality.id, year).length);
    const best = last === undefined ? undefined : [...data.awardsOf(municipality.id, last)].sort(bestFirst)[0];
    const rated = data.years.findLast((year) => (data.cell(municipality.id, year)?.pct ?? null) !== null);
    const pct = rated === undefined ? null : (data.cell(municipality.id, rated)?.pct ?? null);
    const parts =
      say.lang === "ko"
        ? [
            best ? `알려진 수상 ${say.count(n)}건, 가장 최근은 ${last}년 ${say.grade(best.grade)}.` : "알려진 수상이 없다.",
            pct === null ? "목표 달성률은 알려지지 않았다." : `${rated}년 목표 달성률 ${say.value(pct, "pct")}.`,
          ]
        : [
            best ? `${say.count(n)} known award${n === 1 ? "" : "s"}, the latest in ${last}: ${say.grade(best.grade)}.` : "No award is known.",
            pct === null ? "No achievement rate is known." : `Achievement rate in ${rated}: ${say.value(pct, "pct")}.`,
          ];
    return parts.join(" ");
  }
}

export const MOST_COMPARED = 4;

function CompareLink({ id }: { id: string }) {
  const { say, address } = useHere();
  const ids = comparedIds(address.settings.c ?? readCompared());
  const next = ids.includes(id) ? ids : [...ids, id].slice(-MOST_COMPARED);
  return <a href={to(address, "compare", next.join(","))}>{say.w(ids.includes(id) ? "inCompare" : "addToCompare")}</a>;
}

const KEY = "iljari.compared";
export const comparedIds = (text: string, isKnown: (id: string) => boolean = Boolean): string[] => [...new Set(text.split(",").filter(isKnown))].slice(0, MOST_COMPARED);

/** What was compared last in this tab, so that governments can be added one by one from their pages. */
export function readCompared(): string {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export function keepCompared(ids: string[]): void {
  try {
    sessionStorage.setItem(KEY, ids.join(","));
  } catch {
    // A browser that keeps nothing only forgets the list.
  }
}

function History({ of }: { of: Municipality }) {
  const { data, say, address } = useHere();
  const links = (ids: string[]) =>
    ids.map((id) => {
      const other = data.municipality(id);
      return <li key={id}>{other ? <a href={to(address, "place", id)}>{say.name(other)}</a> : id}</li>;
    });
  return (
    <section>
      <h2>{say.w("history")}</h2>
      {of.versions.length > 1 || of.predecessors.length || of.successors.length ? null : <p class="empty">{say.w("noHistory")}</p>}
      <ol class="versions">
        {of.versions.map((version) => {
          const { code, from, to: until, change } = version;
          return (
          <li key={code + from}>
            <b>{say.nameOf(version, of)}</b>
            <span>
              {say.day(from)} – {until ? say.day(until) : say.w("nowCalled")}
            </span>
            <span class="quiet-text">
              {change && change !== "existing" ? `${say.d(change)} · ` : ""}
              {say.w("code")} {code}
            </span>
          </li>
          );
        })}
      </ol>
      {of.predecessors.length ? (
        <>
          <h3>{say.w("predecessors")}</h3>
          <ul class="plain">{links(of.predecessors)}</ul>
        </>
      ) : null}
      {of.successors.length ? (
        <>
          <h3>{say.w("successors")}</h3>
          <ul class="plain">{links(of.successors)}</ul>
        </>
      ) : null}
    </section>
  );
}

/** The years of which there can be something to know: those in which it was there, and any other of which something is known. */
function yearsOf(data: Data, of: Municipality): number[] {
  const found = data.years.filter((year) => data.existed(of, year) || data.cell(of.id, year) || data.awardsOf(of.id, year).length);
  return found.length ? found : data.years;
}

/** A line over years; a single rate is a number and needs no axes. */
function Rates({ of }: { of: Municipality }) {
  const { data, say } = useHere();
  const years = yearsOf(data, of);
  const known = years.filter((year) => (data.cell(of.id, year)?.employment_rate ?? null) !== null);
  const [only] = known;
  if (only === undefined) return <p class="empty">{say.w("noRatesKnown")}</p>;
  if (known.length > 1) return <Lines of={[of]} years={years} measure="employment_rate" label={say.w("rates")} />;
  return (
    <p class="one-value">
      <span>{say.year(only)}</span> <CellValue of={of} year={only} measure="employment_rate" />
    </p>
  );
}

function Coverage({ of }: { of: Municipality }) {
  const { data, say } = useHere();
  const years = data.years.filter((year) => data.existed(of, year));
  return (
    <section>
      <h2>{say.w("coverage")}</h2>
      <table class="coverage">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">{say.w("measure")}</span>
            </th>
            {years.map((year) => (
              <th scope="col" key={year} aria-label={String(year)}>
                {String(year).slice(2)}
              </th>
            ))}
            <th scope="col">{say.w("known")}</th>
          </tr>
        </thead>
        <tbody>
          {COVERED.map((key) => {
            const known = years.filter((year) => (data.cell(of.id, year)?.[key] ?? null) !== null);
            return (
              <tr key={key}>
                <th scope="row">{say.w(key)}</th>
                {years.map((year) => {
                  const isKnown = known.includes(year);
                  return (
                    <td key={year} title={`${year} ${say.w(key)}: ${say.w(isKnown ? "known" : "unknown")}`}>
                      <span class={isKnown ? "dot yes" : "dot no"} aria-hidden="true" />
                      <span class="unseen">{say.w(isKnown ? "known" : "unknown")}</span>
                    </td>
                  );
                })}
                <td class="num">
                  {known.length}/{years.length}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function YearTable({ of }: { of: Municipality }) {
  const { data, say } = useHere();
  const measures: MeasureKey[] = ["target", "actual", "pct", "employment_rate", "streak"];
  const years = yearsOf(data, of).reverse();
  const table = (): Table => ({
    name: of.id,
    columns: ["municipality_id", "municipality", "year", "target_jobs", "actual_jobs", "achievement_pct", "achievement_pct_kind", "employment_rate", "award_streak", "awards", "status"],
    rows: yearsOf(data, of).map((year) => {
      const cell = data.cell(of.id, year);
      const awards = data.awardsOf(of.id, year).map((award) => say.award(award));
      return [
        of.id, of.label, year, cell?.target ?? null, cell?.actual ?? null, cell?.pct ?? null, cell?.pct_kind ?? null, cell?.employment_rate ?? null, cell?.streak ?? null,
        awards.join("; ") || null, cell?.status ?? null,
      ];
    }),
  });
  return (
    <section>
      <div class="table-tools">
        <h2>{say.w("allYears")}</h2>
        <CsvButton rows={table} />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={say.w("allYears")}>
        <table class="years">
          <thead>
            <tr>
              <th scope="col">{say.w("year")}</th>
              {measures.map((key) => (
                <th scope="col" key={key} class="num">
                  {say.w(key)}
                </th>
              ))}
              <th scope="col">{say.w("grade")}</th>
            </tr>
          </thead>
          <tbody>
            {years.map((year) => {
              const kind = data.cell(of.id, year)?.pct_kind;
              return (
                <tr key={year} class={data.existed(of, year) ? undefined : "gone"}>
                  <th scope="row">{year}</th>
                  {measures.map((key) => (
                    <td key={key} class="num">
                      {key === "pct" && kind === "computed" ? <small class="kind">{say.w("computed")} </small> : null}
                      <CellValue of={of} year={year} measure={key} />
                    </td>
                  ))}
                  <td>
                    <Awards of={of} year={year} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <MarksLegend />
    </section>
  );
}

/** What is known beside the yearly values: targets of a term or of a field, other rates, awards of other bodies. */
function OtherFacts({ of }: { of: Municipality }) {
  const { say } = useHere();
  const loaded = useEvidence(of.id);
  const items = loaded.state === "here" ? loaded.items.filter(({ is_main }) => !is_main).sort((a, b) => b.year - a.year) : [];
  if (!items.length) return null;
  const table = (): Table => ({
    name: `${of.id}_other`,
    columns: ["municipality_id", "municipality", "year", "fact_key", "label", "value", "status"],
    rows: items.map((item) => [of.id, of.label, item.year, item.key, say.of(item.label), say.of(item.value), item.status]),
  });
  return (
    <section>
      <div class="table-tools">
        <h2>{say.w("otherFacts")}</h2>
        <CsvButton rows={table} />
      </div>
      <ul class="plain other-facts">
        {items.map((item) => (
          <li key={item.key}>
            <span class="when">{item.year}</span>
            <span>{say.of(item.label)}</span>
            <NumberButton about={{ id: of.id, kind: item.kind, from: item.year, key: item.key }} label={say.of(item.label)} known sureness={item.status}>
              {say.of(item.value)}
            </NumberButton>
          </li>
        ))}
      </ul>
      {of.left_out ? (
        <p class="quiet-text">
          {say.count(of.left_out)} {say.w("inDownloads")}
        </p>
      ) : null}
    </section>
  );
}

/** The awards of a year as buttons that open their evidence, the incentive beside. */
export function Awards({ of, year }: { of: Municipality; year: number }) {
  const { data, say } = useHere();
  const awards = [...data.awardsOf(of.id, year)].sort(bestFirst);
  if (!awards.length) return <NumberButton about={{ id: of.id, kind: "award", from: year }} label="" known={false} sureness={null} children={null} />;
  return (
    <ul class="plain awards">
      {awards.map((award) => (
        <li key={keyOf(award)}>
          <NumberButton about={{ id: of.id, kind: "award", from: year, key: keyOf(award) }} label={`${say.name(of)}, ${say.year(year)}`} known sureness={surenessOf(award)}>
            {say.award(award)}
          </NumberButton>
          {award.incentive_krw === null ? null : <small> {say.won(award.incentive_krw)}</small>}
        </li>
      ))}
    </ul>
  );
}
