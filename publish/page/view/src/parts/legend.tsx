import { classCount, GRADES, type Measure } from "../data/measures";
import { useHere } from "../data/say";

/** The classes of a measure with how many municipalities are in each; "not known" stands apart, and is not zero. */
export function Legend({ measure, counts }: { measure: Measure; counts: Map<string, number> }) {
  const { say } = useHere();
  const bounds = measure.bounds;
  const number = (value: number): string => say.count(value);
  const range = (i: number): string => {
    if (measure.scheme === "grades") return i === GRADES.length - 1 ? say.w("otherGrade") : say.grade(GRADES[i] ?? "");
    const [low, high] = [bounds[i - 1], bounds[i]];
    if (measure.key === "streak") {
      const [from, to] = [low ?? 1, high === undefined ? undefined : high - 1];
      return to === undefined ? `${from}+` : from === to ? `${from}` : `${from}–${to}`;
    }
    if (low === undefined) return `< ${number(high ?? 0)}`;
    return high === undefined ? `≥ ${number(low)}` : `${number(low)}–${number(high)}`;
  };
  const unit = say.unit(measure.unit);
  return (
    <div class="legend">
      <p class="legend-title">
        {say.w(`${measure.key === "employment_rate" ? "employment_rate" : (`${measure.key}Long` as const)}`)}
        {unit ? <small> ({unit})</small> : null}
      </p>
      <ul>
        {Array.from({ length: classCount(measure) }, (_, i) => (
          <li key={i}>
            <span class={`swatch ${paintOf(measure, i)}`} />
            {range(i)}
            <small>{counts.get(paintOf(measure, i)) ?? 0}</small>
          </li>
        ))}
        <li class="apart">
          <span class="swatch none" />
          {say.w("unknown")}
          <small>{counts.get("none") ?? 0}</small>
        </li>
      </ul>
    </div>
  );
}

const RAMP = 6;

/** The class in the style sheet for a class of values: d… diverging around 100 %, g… grades, q… low to high. */
export function paintOf(measure: Measure, i: number | null): string {
  if (i === null) return "none";
  if (measure.scheme === "diverging") return `d${i}`;
  if (measure.scheme === "grades") return `g${i}`;
  return `q${Math.round((i * (RAMP - 1)) / (classCount(measure) - 1))}`;
}
