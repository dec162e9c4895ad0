// One line a municipality over years: broken where a year is not known, never drawn through it.
import { extent } from "d3-array";
import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import type { Municipality } from "../data/core";
import { type MeasureKey, measureOf } from "../data/measures";
import { useHere } from "../data/say";
import { asButton } from "../parts/mark";
import { refOf } from "../parts/cell_value";
import { openEvidence } from "../parts/number";
import { useWidth } from "../parts/width";
import { shortCount } from "./targets";

type Props = { of: Municipality[]; years: number[]; measure: MeasureKey; label: string };
const HEIGHT = 240;
const SHAPES = ["M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0", "M-4,-4h8v8h-8z", "M0,-5.2L5,4h-10z", "M0,-5.4L5.4,0L0,5.4L-5.4,0z"];

export function Lines({ of, years, measure, label }: Props) {
  const { data, say } = useHere();
  const [ref, width] = useWidth<HTMLDivElement>(680);
  const unit = measureOf(measure).unit;
  const series = of.map((one) => ({ one, points: years.map((year) => ({ year, value: (data.cell(one.id, year)?.[measure] ?? null) as number | null })) }));
  const [low = 0, high = 1] = extent(series.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value]))));
  const isRate = unit === "pct";
  const air = isRate ? Math.max(2, (high - low) * 0.15) : 0;
  const names = of.length > 1;
  const right = names ? Math.min(130, width * 0.28) : 14;
  const x = scalePoint(years, [50, width - right]);
  const y = scaleLinear([isRate ? low - air : 0, high + air], [HEIGHT - 28, 14]).nice(4);
  const path = line<{ year: number; value: number | null }>()
    .defined(({ value }) => value !== null)
    .x(({ year }) => x(year) ?? 0)
    .y(({ value }) => y(value ?? 0));
  const isNarrow = x.step() < 38;
  const ends = apart(series.map(({ points }) => points.findLast(({ value }) => value !== null)).map((last) => (last ? y(last.value ?? 0) : null)));
  return (
    <div ref={ref} class="chart lines">
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="group" aria-label={label}>
        {y.ticks(4).map((tick) => (
          <g key={tick} aria-hidden="true">
            <line class={measure === "pct" && tick === 100 ? "grid hundred" : "grid"} x1={46} x2={width - right + 8} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={42} y={y(tick) + 4} text-anchor="end">
              {isRate ? `${tick}%` : shortCount(tick, say.lang)}
            </text>
          </g>
        ))}
        {years.map((year, i) => (
          <text key={year} class="tick" x={x(year)} y={HEIGHT - 8} text-anchor="middle" aria-hidden="true">
            {isNarrow ? (x.step() < 24 && i % 2 ? "" : `’${String(year).slice(2)}`) : year}
          </text>
        ))}
        {series.map(({ one, points }, i) => {
          const end = ends[i];
          const last = points.findLast(({ value }) => value !== null);
          return (
            <g key={one.id} class={`series s${i}`}>
              <path class="line" d={path(points) ?? ""} />
              {points.map(({ year, value }) => {
                if (value === null) return null;
                const text = `${say.name(one)}, ${say.year(year)}, ${say.w(measure)} ${say.value(value, unit)}`;
                const show = (): void => openEvidence(refOf(one.id, year, measure, data.cell(one.id, year)?.streak ?? null));
                return (
                  <g
                    key={year}
                    class="point"
                    transform={`translate(${x(year)},${y(value)})`}
                    {...asButton(show)}
                  >
                    <title>{`${text}, ${say.w("showEvidence")}`}</title>
                    <circle class="reach" r={12} />
                    <path d={SHAPES[i % SHAPES.length] ?? ""} />
                    {names ? null : (
                      <text class="point-label" y={isBelow(points, year) ? 20 : -10} text-anchor="middle" aria-hidden="true">
                        {isNarrow ? Math.round(value) : say.value(value, unit)}
                      </text>
                    )}
                  </g>
                );
              })}
              {names && last && end !== null && end !== undefined ? (
                <text class="end-label" x={(x(last.year) ?? 0) + 12} y={end + 4}>
                  {say.short(one)}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** Whether a point's label is better below it: where the line comes down to it from both sides, or from the one that there is. */
function isBelow(points: { year: number; value: number | null }[], year: number): boolean {
  const at = points.findIndex((point) => point.year === year);
  const own = points[at]?.value ?? 0;
  const beside = [points[at - 1]?.value, points[at + 1]?.value].filter((value) => typeof value === "number");
  return beside.length > 0 && beside.every((value) => value > own);
}

/** Places for labels at the ends of lines, moved so that none covers another. */
function apart(places: (number | null)[], gap = 15): (number | null)[] {
  const order = places.map((place, i) => ({ place, i })).filter((one): one is { place: number; i: number } => one.place !== null);
  order.sort((a, b) => a.place - b.place);
  const out = [...places];
  let last = -Infinity;
  for (const { place, i } of order) {
    last = Math.max(place, last + gap);
    out[i] = last;
  }
  return out;
}
