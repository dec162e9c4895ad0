// The first view: a year and a measure of all municipalities, as a map and as a ranked table beside it.
import { useEffect, useMemo, useState } from "preact/hooks";
import { replace, to, withSettings } from "../data/address";
import type { Data, Level, Municipality } from "../data/core";
import type { Table } from "../data/csv";
import { byName } from "../data/format";
import { classOf, knownByYear, type Measure, type MeasureKey, MEASURES, measureOf, sortValue } from "../data/measures";
import { type Say, useHere } from "../data/say";
import { Choropleth } from "../charts/choropleth";
import { CellValue } from "../parts/cell_value";
import { Choice } from "../parts/choice";
import { CsvButton } from "../parts/csv_button";
import { Legend, paintOf } from "../parts/legend";
import { MarksLegend, surenessAt } from "../parts/number";
import { useStaged } from "../parts/staged";
import { YearStrip } from "../parts/year_strip";

const COLUMNS: MeasureKey[] = ["pct", "target", "actual", "grade", "streak"];

/** The newest year of which enough is known to look at: at least a tenth of the best year. */
export function goodYear(known: Map<number, number>): number {
  const most = Math.max(0, ...known.values());
  const years = [...known].filter(([, n]) => n > 0 && n * 10 >= most).map(([year]) => year);
  return Math.max(...(years.length ? years : known.keys()));
}

type Settings = { year: number; measure: Measure; level: Level; region: string; filter: string; sort: MeasureKey | "name"; isDown: boolean; onlyKnown: boolean };

function useSettings(all: Data): [Settings, (settings: { [name: string]: string }) => void] {
  const { address } = useHere();
  const given = address.settings;
  const measure = measureOf(given.m ?? "");
  const level: Level = given.l === "metropolitan" ? "metropolitan" : "basic";
  const sort = [...COLUMNS, "employment_rate", "name"].find((key) => key === given.o?.replace(/^-/u, "")) ?? measure.key;
  const year = Number(given.y);
  const best = useMemo(() => goodYear(knownByYear(all, measure.key, all.municipalities.map(({ id }) => id))), [all, measure.key]);
  return [
    {
      year: all.years.includes(year) ? year : best,
      measure,
      level,
      region: given.s ?? "",
      filter: given.q ?? "",
      sort: sort as MeasureKey | "name",
      isDown: given.o === undefined ? true : given.o.startsWith("-"),
      onlyKnown: given.k === "1",
    },
    (settings) => replace(withSettings(address, settings)),
  ];
}

function headline(say: Say, data: Data, { year, measure, level }: Settings, known: Municipality[]): string {
  const n = say.count(known.length);
  const where = say.lang === "ko" ? (level === "basic" ? "시·군·구" : "시·도") : level === "basic" ? "local governments" : "metropolitan governments";
  const values = known.map((one) => data.cell(one.id, year)?.[measure.key]).filter((value) => typeof value === "number");
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (!known.length) return say.lang === "ko" ? `${year}년, 아직 알려진 값이 없다` : `${year}: nothing is known yet`;
  if (measure.key === "grade") return say.lang === "ko" ? `${year}년 일자리대상, 알려진 수상 ${where} ${n}곳` : `${year}: ${n} ${where} known to have won`;
  if (measure.key === "pct") {
    const reached = say.count(values.filter((value) => value >= 100).length);
    return say.lang === "ko" ? `${year}년, 알려진 ${where} ${n}곳 가운데 ${reached}곳이 목표를 채웠다` : `${year}: ${reached} of ${n} known ${where} met their target`;
  }
  const typical = say.value(middle ?? null, measure.unit);
  const what = say.w(measure.key === "employment_rate" ? "employment_rate" : (`${measure.key}Long` as const));
  return say.lang === "ko" ? `${year}년 ${what}, 알려진 ${where} ${n}곳의 가운데 값은 ${typical}` : `${year}: the median ${what.toLowerCase()} of ${n} known ${where} is ${typical}`;
}

function deck(say: Say, region: string, all: number, unknown: number): string {
  const [n, m] = [say.count(all), say.count(unknown)];
  if (say.lang === "ko") {
    const where = region ? `${region} ` : "";
    return unknown ? `${where}${n}곳 가운데 ${m}곳은 알려지지 않았다. 빗금은 0이 아니라 ‘모름’이다.` : `${where}${n}곳 모두 알려져 있다.`;
  }
  const where = region ? ` in ${say.region(region)}` : "";
  return unknown ? `Of ${n}${where}, ${m} are not known. Hatching means “not known”, never zero.` : `All ${n}${where} are known.`;
}

export function MapView() {
  const { data, say, address } = useHere();
  const [settings, set] = useSettings(data);
  const { year, measure, level } = settings;
  const [marked, mark] = useState<string | null>(null);
  const hasRows = useStaged();
  const mapYear = data.mapYear(year);
  const topology = mapYear === undefined ? undefined : data.topology(mapYear);
  const onMap = useMemo(() => new Set(topology?.objects[level === "basic" ? "sigungu" : "sido"].geometries.map(({ id }) => String(id))), [topology, level]);
  // Sejong and Jeju have no municipalities below them: the map of these shows them too.
  const all = useMemo(() => data.municipalities.filter((one) => one.level === level || onMap.has(one.id)), [data, level, onMap]);
  const there = useMemo(() => all.filter((one) => data.existed(one, year)), [all, year]);
  const sidos = useMemo(() => [...new Set(data.municipalities.filter((one) => data.existed(one, year)).map((one) => data.sidoIn(one, year)))], [data, year]);
  const region = sidos.includes(settings.region) ? settings.region : "";
  const inRegion = there.filter((one) => !region || data.sidoIn(one, year) === region);
  const known = useMemo(() => knownByYear(data, measure.key, all.map(({ id }) => id)), [data, measure.key, all]);
  const paint = (id: string): string => {
    const one = data.municipality(id);
    return one && !data.existed(one, year) ? "gone" : paintOf(measure, classOf(measure, data.cell(id, year)));
  };
  const counts = new Map<string, number>();
  for (const { id } of inRegion) counts.set(paint(id), (counts.get(paint(id)) ?? 0) + 1);
  const tell = (id: string): { name: string; value: string } => {
    const one = data.municipality(id);
    const cell = data.cell(id, year);
    const value = one && !data.existed(one, year) ? say.w("notThere") : say.value(cell?.[measure.key] ?? null, measure.unit);
    const sureness = surenessAt(data, id, year, measure.key);
    return { name: one ? say.nameIn(one, year) : id, value: sureness && sureness !== "agreed" ? `${value} (${say.w(sureness)})` : value };
  };
  const offMap = inRegion.filter(({ id }) => !onMap.has(id));
  const knownHere = inRegion.filter(({ id }) => (data.cell(id, year)?.[measure.key] ?? null) !== null);
  const label = `${say.year(year)} ${say.w(measure.key)}. ${say.w("mapHelp")}`;

  return (
    <>
      <div class="heading">
        <h1>{headline(say, data, settings, knownHere)}</h1>
        <p class="deck">
          {deck(say, region, inRegion.length, inRegion.length - knownHere.length)}
        </p>
      </div>
      <div class="controls">
        <Choice
          name="measure"
          label={say.w("measure")}
          value={measure.key}
          options={MEASURES.map(({ key }) => ({ value: key, label: say.w(key) }))}
          choose={(m) => set({ m, o: "" })}
        />
        <Choice
          name="level"
          label={say.w("level")}
          value={level}
          options={(["basic", "metropolitan"] as const).map((value) => ({ value, label: say.w(value) }))}
          choose={(l) => set({ l: l === "basic" ? "" : l })}
        />
        <label class="select">
          <span class="unseen">{say.w("region")}</span>
          <select value={region} onChange={(event) => set({ s: event.currentTarget.value })}>
            <option value="">{say.w("wholeCountry")}</option>
            {sidos.map((sido) => (
              <option key={sido} value={sido}>
                {say.region(sido)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <YearStrip years={data.years} year={year} known={known} of={there.length} choose={(y) => set({ y: String(y) })} label={say.w("year")} />
      <div class="map-and-table">
        <figure class="map">
          {topology ? (
            <Choropleth
              topology={topology}
              level={level}
              paint={paint}
              tell={tell}
              href={(id) => to(address, "place", id)}
              region={region}
              year={year}
              marked={marked}
              mark={mark}
              label={label}
            >
              <Legend measure={measure} counts={counts} />
            </Choropleth>
          ) : null}
          <figcaption>
            <p>
              {say.w("mapOf")}: {mapYear}. {say.w("mapHelp")}
            </p>
            {(mapYear === undefined ? [] : data.approximations(mapYear)).map((note) => (
              <p key={note.ko}>{say.of(note)}</p>
            ))}
            {offMap.length ? (
              <p>
                <b>{say.w("notOnMap")}</b> ({say.w("notOnMapWhy")}):{" "}
                {offMap.map((one, i) => (
                  <span key={one.id}>
                    {i ? ", " : ""}
                    <a href={to(address, "place", one.id)}>{say.nameIn(one, year)}</a> <span class="quiet-text">{tell(one.id).value}</span>
                  </span>
                ))}
              </p>
            ) : null}
          </figcaption>
        </figure>
        {hasRows ? <Ranking rows={inRegion} settings={settings} set={set} marked={marked} mark={mark} paint={paint} /> : <section class="ranking" aria-busy="true" />}
      </div>
    </>
  );
}

/** Enough to look at, and few of which nothing is known; the rest comes when it is asked for, and the file has all. */
const FIRST_ROWS = 40;
const FIRST_UNKNOWN = 8;

type RankingProps = {
  rows: Municipality[];
  settings: Settings;
  set: (settings: { [name: string]: string }) => void;
  marked: string | null;
  mark: (id: string | null) => void;
  paint: (id: string) => string;
};

function Ranking({ rows, settings, set, marked, mark, paint }: RankingProps) {
  const { data, say, address } = useHere();
  const { year, measure, sort, isDown, filter, onlyKnown } = settings;
  // What was asked for stands first: a narrow window cuts the others.
  const columns = [measure.key, ...COLUMNS.filter((column) => column !== measure.key)].slice(0, COLUMNS.length);
  const name = (one: Municipality): string => say.nameIn(one, year);
  const value = (one: Municipality, key: MeasureKey): number | null => sortValue(key, data.cell(one.id, year));
  const key = sort === "name" ? measure.key : sort;
  const wanted = filter.trim().toLowerCase();
  const shown = rows
    .filter((one) => !wanted || [one.label, one.en, ...one.names].some((name) => name.toLowerCase().includes(wanted)))
    .filter((one) => !onlyKnown || value(one, measure.key) !== null)
    .sort((a, b) => {
      if (sort === "name") return (isDown ? -1 : 1) * byName(name(a), name(b));
      const [x, y] = [value(a, key), value(b, key)];
      // What is not known is neither high nor low: it stands last in both directions.
      if (x === null || y === null) return Number(x === null) - Number(y === null) || byName(name(a), name(b));
      return (isDown ? y - x : x - y) || byName(name(a), name(b));
    });
  const rankOf = (one: Municipality): number | null => {
    const own = value(one, key);
    return own === null ? null : 1 + rows.filter((other) => (value(other, key) ?? -Infinity) > own).length;
  };
  const [isWhole, setWhole] = useState(false);
  useEffect(() => setWhole(false), [measure.key, rows.length]);
  const nKnown = shown.filter((one) => value(one, key) !== null).length;
  const few = Math.min(FIRST_ROWS, nKnown + FIRST_UNKNOWN);
  const most = isWhole || shown.length <= few + FIRST_UNKNOWN ? Infinity : few;
  const ranks = new Map(shown.map((one) => [one.id, rankOf(one)]));
  const sortBy = (column: MeasureKey | "name"): void => {
    const turn = sort === column ? !isDown : column !== "name";
    set({ o: `${turn ? "-" : ""}${column}` });
  };
  const heading = (column: MeasureKey | "name", text: string) => (
    <th scope="col" key={column} class={column === "name" ? "name" : column === measure.key ? "num chosen" : `num ${column}`} aria-sort={sort === column ? (isDown ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={() => sortBy(column)}>
        {text}
        <span class="arrow" aria-hidden="true">
          {sort === column ? (isDown ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
  const table = (): Table => ({
    name: `${year}_${measure.key}`,
    columns: ["rank", "municipality_id", "municipality", "municipality_en", "sido", "level", "year", ...columns, "status", "is_compiled_only"],
    rows: shown.map((one) => {
      const cell = data.cell(one.id, year);
      return [
        ranks.get(one.id) ?? null, one.id, data.versionIn(one, year)?.label ?? one.label, one.en, data.sidoIn(one, year), one.level, year, ...columns.map((column) => cell?.[column] ?? null), cell?.status ?? null,
        cell?.compiled ?? null,
      ];
    }),
  });
  return (
    <section class="ranking">
      <div class="table-tools">
        <label class="filter">
          <span class="unseen">{say.w("filter")}</span>
          <input type="search" placeholder={say.w("filter")} value={filter} onInput={(event) => set({ q: event.currentTarget.value })} />
        </label>
        <label class="check">
          <input type="checkbox" checked={onlyKnown} onChange={(event) => set({ k: event.currentTarget.checked ? "1" : "" })} />
          {say.w("onlyKnown")}
        </label>
        <CsvButton rows={table} empty={shown.length === 0} />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={say.w("table")}>
        <table>
          <caption class="unseen">
            {say.year(year)} {say.w(measure.key)}
          </caption>
          <thead>
            <tr>
              <th scope="col" class="rank">
                {say.w("rank")}
              </th>
              {heading("name", say.w("municipality"))}
              {columns.map((column) => heading(column, say.w(column)))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, most).map((one) => (
              <tr key={one.id} class={one.id === marked ? "marked" : undefined} onPointerEnter={() => mark(one.id)} onPointerLeave={() => mark(null)}>
                <td class="rank">{ranks.get(one.id) ?? ""}</td>
                <th scope="row" class="name">
                  <span class={`swatch ${paint(one.id)}`} />
                  <a href={to(address, "place", one.id)}>{say.nameIn(one, year)}</a>
                </th>
                {columns.map((column) => (
                  <td key={column} class={column === measure.key ? "num chosen" : `num ${column}`}>
                    <CellValue of={one} year={year} measure={column} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length > most ? (
        <button type="button" class="quiet more-rows" onClick={() => setWhole(true)}>
          {say.w("showAll")} ({say.count(shown.length)})
        </button>
      ) : null}
      <MarksLegend />
    </section>
  );
}
