// Targets against results by year: the target is a line to reach, the result a bar. Years of which neither is known are hatched.
import { max } from "d3-array";
import { scaleBand, scaleLinear } from "d3-scale";
import type { Municipality } from "../data/core";
import { grouped, type Lang } from "../data/format";
import { useHere } from "../data/say";
import { asButton } from "../parts/mark";
import { openEvidence } from "../parts/number";
import { useWidth } from "../parts/width";

const HEIGHT = 250;
const TOP = 34;
const BOTTOM = 26;

export function Targets({ of, years }: { of: Municipality; years: number[] }) {
  const { data, say } = useHere();
  const [ref, width] = useWidth<HTMLDivElement>(680);
  const cells = years.map((year) => ({ year, cell: data.cell(of.id, year) }));
  const top = max(cells, ({ cell }) => Math.max(cell?.target ?? 0, cell?.actual ?? 0)) ?? 0;
  const x = scaleBand(years, [46, width - 4]).paddingInner(0.3).paddingOuter(0.1);
  const y = scaleLinear([0, top || 1], [HEIGHT - BOTTOM, TOP]).nice(4);
  const wide = x.bandwidth();
  const isNarrow = x.step() < 42;
  // On a phone there is room for three numbers: the best, the worst and the last. All are in the table below.
  const rated = cells.filter(({ cell }) => (cell?.pct ?? null) !== null).sort((a, b) => (a.cell?.pct ?? 0) - (b.cell?.pct ?? 0));
  const told = apart([rated.at(-1)?.year, Math.max(...rated.map(({ year }) => year)), rated[0]?.year], (year) => x(year) ?? 0);
  return (
    <div ref={ref} class="chart targets">
      <p class="chart-key" aria-hidden="true">
        <span class="key-result" /> {say.w("actual")} <span class="key-target" /> {say.w("target")} <span class="key-none" /> {say.w("unknown")}
        <small> ({say.unit("jobs")})</small>
      </p>
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="group" aria-label={say.w("targetsResults")}>
        {y.ticks(4).map((tick) => (
          <g key={tick} aria-hidden="true">
            <line class="grid" x1={42} x2={width} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={38} y={y(tick) + 4} text-anchor="end">
              {shortCount(tick, say.lang)}
            </text>
          </g>
        ))}
        {cells.map(({ year, cell }, i) => {
          const left = x(year) ?? 0;
          const [target, actual, pct] = [cell?.target ?? null, cell?.actual ?? null, cell?.pct ?? null];
          const isKnown = target !== null || actual !== null || pct !== null;
          const label = `${say.year(year)}: ${say.w("target")} ${say.value(target, "jobs")}, ${say.w("actual")} ${say.value(actual, "jobs")}, ${say.w("pct")} ${say.value(pct, "pct")}`;
          const tick = (
            <text class="tick" x={left + wide / 2} y={HEIGHT - 8} text-anchor="middle" aria-hidden="true">
              {isNarrow ? (x.step() < 24 && i % 2 ? "" : `’${String(year).slice(2)}`) : year}
            </text>
          );
          if (!isKnown)
            return (
              <g key={year}>
                <rect class="none" x={left} y={HEIGHT - BOTTOM - 10} width={wide} height={10}>
                  <title>{`${say.year(year)}: ${say.w("unknown")}`}</title>
                </rect>
                {tick}
              </g>
            );
          const show = (): void => openEvidence({ id: of.id, kind: "target", from: year });
          const high = Math.min(actual === null ? Infinity : y(actual), target === null ? Infinity : y(target), HEIGHT - BOTTOM);
          return (
            <g
              key={year}
              class="bar"
              {...asButton(show)}
            >
              <title>{`${label}, ${say.w("showEvidence")}`}</title>
              <rect class="reach" x={left - 3} y={TOP - 20} width={wide + 6} height={HEIGHT - BOTTOM - TOP + 20} />
              {actual === null ? null : <rect class={pct !== null && pct < 100 ? "result missed" : "result"} x={left} y={y(actual)} width={wide} height={y(0) - y(actual)} />}
              {target === null ? null : <line class="goal" x1={left - 4} x2={left + wide + 4} y1={y(target)} y2={y(target)} />}
              {pct === null || (isNarrow && !told.has(year)) ? null : (
                <text class="bar-label" x={left + wide / 2} y={high - 7} text-anchor="middle" aria-hidden="true">
                  {`${Math.round(pct)}%`}
                </text>
              )}
              {tick}
            </g>
          );
        })}
        <line class="axis" x1={42} x2={width} y1={y(0)} y2={y(0)} aria-hidden="true" />
      </svg>
    </div>
  );
}

/** The years, most wanted first, of which a number has room beside those before it. */
function apart(years: (number | undefined)[], x: (year: number) => number, gap = 34): Set<number> {
  const kept = new Set<number>();
  for (const year of years) if (year !== undefined && [...kept].every((other) => Math.abs(x(other) - x(year)) >= gap)) kept.add(year);
  return kept;
}

/** 12,000 → 1.2만 / 12k. */
export function shortCount(value: number, lang: Lang): string {
  const [size, unit] = lang === "ko" ? ([10_000, "만"] as const) : value >= 1_000_000 ? ([1_000_000, "m"] as const) : ([1_000, "k"] as const);
  return value < size ? grouped(value) : `${grouped(value / size, 1).replace(/\.0$/u, "")}${unit}`;
}
