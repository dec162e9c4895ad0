// A municipality's awards: a lane a section, a mark an award. Every mark opens its evidence.
import { scalePoint } from "d3-scale";
import type { Award, Municipality } from "../data/core";
import { bestFirst, GRADES, keyOf, rankOfGrade, inOrder } from "../data/measures";
import { useHere } from "../data/say";
import { asButton } from "../parts/mark";
import { surenessOf, openEvidence } from "../parts/number";
import { useWidth } from "../parts/width";

const LANE = 68;
const AXIS = 26;

export function Timeline({ of }: { of: Municipality }) {
  const { data, say } = useHere();
  const [ref, width] = useWidth<HTMLDivElement>(680);
  const held = data.editions.map(({ year }) => year);
  const years = data.years.filter((year) => held.includes(year) || data.awardsOf(of.id, year).length);
  const awards = years.flatMap((year) => data.awardsOf(of.id, year));
  const lanes = inOrder(awards.map(({ category }) => category));
  const x = scalePoint(years, [26, width - 26]);
  const room = width / Math.max(1, years.length);
  const isNarrow = room < 44;
  const height = AXIS + Math.max(1, lanes.length) * LANE;
  const tells = (award: Award): string => {
    const sureness = surenessOf(award);
    return [say.year(award.y), say.section(award.category), say.grade(award.grade), sureness ? say.w(sureness) : "", award.incentive_krw === null ? "" : say.won(award.incentive_krw)]
      .filter(Boolean)
      .join(", ");
  };
  return (
    <div ref={ref} class="chart timeline">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={say.w("awardsTimeline")}>
        {years.map((year, i) => (
          <g key={year} aria-hidden="true">
            <line class="grid" x1={x(year)} x2={x(year)} y1={AXIS - 6} y2={height - 8} />
            <text class="tick" x={x(year)} y={14} text-anchor="middle">
              {isNarrow ? (room < 24 && i % 2 ? "" : `’${String(year).slice(2)}`) : year}
            </text>
          </g>
        ))}
        {lanes.map((lane, i) => (
          <g key={lane} transform={`translate(0,${AXIS + i * LANE})`}>
            <text class="lane" x={0} y={10}>
              {say.section(lane)}
            </text>
            <line class="lane-line" x1={0} x2={width} y1={30} y2={30} />
            {years.map((year) => {
              const won = data.awardsOf(of.id, year).filter(({ category }) => category === lane).sort(bestFirst);
              return won.map((award, j) => (
                <g
                  key={keyOf(award)}
                  class="award-mark"
                  transform={`translate(${(x(year) ?? 0) + j * 7},${30 + j * 4})`}
                  {...asButton(() => openEvidence({ id: of.id, kind: "award", from: year, key: keyOf(award) }))}
                >
                  <title>{`${tells(award)}, ${say.w("showEvidence")}`}</title>
                  <circle class={`g${Math.min(rankOfGrade(award.grade), GRADES.length - 1)} sure-${surenessOf(award) ?? "agreed"}`} r={10.5 - Math.min(4, rankOfGrade(award.grade)) * 0.8} />
                  <text class="award-grade" y={24} text-anchor="middle" aria-hidden="true">
                    {fitting(say.shortGrade(award.grade), room)}
                  </text>
                </g>
              ));
            })}
          </g>
        ))}
      </svg>
      <p class="chart-key" aria-hidden="true">
        {GRADES.filter((grade) => awards.some((award) => award.grade === grade)).map((grade) => (
          <span key={grade} class="key-item">
            <span class={`swatch g${rankOfGrade(grade)}`} /> {say.shortGrade(grade)}
          </span>
        ))}
      </p>
    </div>
  );
}

/** As much of a grade as fits under a mark: 최우수상, 최우수, 최. */
function fitting(grade: string, room: number): string {
  const wide = /[가-힣]/u.test(grade) ? 12 : 6.5;
  const most = Math.floor((room - 2) / wide);
  if (grade.length <= most) return grade;
  const [word = ""] = grade.split(" ");
  if (word !== grade) return fitting(word, room);
  return most >= 3 && /[가-힣]/u.test(grade) ? grade.replace(/상$/u, "").slice(0, most) : grade.slice(0, 1);
}
