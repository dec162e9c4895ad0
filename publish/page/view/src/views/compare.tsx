// Up to four municipalities beside each other.
import { useEffect } from "preact/hooks";
import { format, replace, to, withSettings } from "../data/address";
import type { Municipality } from "../data/core";
import type { Table } from "../data/csv";
import { type MeasureKey, measureOf } from "../data/measures";
import { useHere } from "../data/say";
import { Lines } from "../charts/lines";
import { CellValue } from "../parts/cell_value";
import { Choice } from "../parts/choice";
import { CsvButton } from "../parts/csv_button";
import { MarksLegend } from "../parts/number";
import { SearchBox } from "../parts/search_box";
import { comparedIds, keepCompared, MOST_COMPARED } from "./place";

const MEASURES: MeasureKey[] = ["pct", "target", "actual", "grade", "streak", "employment_rate"];

export function CompareView({ about }: { about: string }) {
  const { data, say, address } = useHere();
  const ids = comparedIds(about, (id) => data.municipality(id) !== undefined);
  const chosen = ids.flatMap((id) => data.municipality(id) ?? []);
  const measure = measureOf(MEASURES.find((key) => key === address.settings.m) ?? "pct").key;
  const go = (next: string[]): void => replace(format({ ...address, about: next.join(",") }));
  useEffect(() => keepCompared(ids), [about]);
  return (
    <>
      <div class="heading">
        <h1>{chosen.length ? chosen.map((one) => say.short(one)).join(say.lang === "ko" ? " · " : ", ") : say.w("compareEmpty")}</h1>
      </div>
      <div class="compare-tools">
        <ul class="plain chips">
          {chosen.map((one, i) => (
            <li key={one.id} class={`chip s${i}`}>
              <span class="chip-line" aria-hidden="true" />
              <a href={to(address, "place", one.id)}>{say.name(one)}</a>
              <button type="button" aria-label={`${say.name(one)}: ${say.w("remove")}`} onClick={() => go(ids.filter((id) => id !== one.id))}>
                ×
              </button>
            </li>
          ))}
        </ul>
        {chosen.length < MOST_COMPARED ? <SearchBox label={say.w("compareAdd")} choose={(one) => go([...ids, one.id])} except={ids} /> : <p class="quiet-text">{say.w("compareFull")}</p>}
      </div>
      {chosen.length ? <Comparison chosen={chosen} measure={measure} choose={(m) => replace(withSettings(address, { m }))} /> : null}
    </>
  );
}

function Comparison({ chosen, measure, choose }: { chosen: Municipality[]; measure: MeasureKey; choose: (measure: string) => void }) {
  const { data, say } = useHere();
  const isDrawn = measureOf(measure).unit !== "grade" && chosen.some((one) => data.years.some((year) => (data.cell(one.id, year)?.[measure] ?? null) !== null));
  const table = (): Table => ({
    name: `compare_${measure}`,
    columns: ["municipality_id", "municipality", "year", measure, "status"],
    rows: chosen.flatMap((one) => data.years.map((year) => [one.id, one.label, year, data.cell(one.id, year)?.[measure] ?? null, data.cell(one.id, year)?.status ?? null])),
  });
  return (
    <>
      <div class="controls">
        <Choice name="measure" label={say.w("measure")} value={measure} options={MEASURES.map((key) => ({ value: key, label: say.w(key) }))} choose={choose} />
      </div>
      {isDrawn ? <Lines of={chosen} years={data.years} measure={measure} label={say.w(measure)} /> : null}
      <section>
        <div class="table-tools">
          <h2>{say.w(measure)}</h2>
          <CsvButton rows={table} />
        </div>
        <div class="scroll" tabIndex={0} role="region" aria-label={say.w("table")}>
          <table class="years">
            <thead>
              <tr>
                <th scope="col">{say.w("year")}</th>
                {chosen.map((one) => (
                  <th scope="col" key={one.id} class="num">
                    {say.name(one)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...data.years].reverse().map((year) => (
                <tr key={year}>
                  <th scope="row">{year}</th>
                  {chosen.map((one) => (
                    <td key={one.id} class="num">
                      <CellValue of={one} year={year} measure={measure} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <MarksLegend />
      </section>
    </>
  );
}
