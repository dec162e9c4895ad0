// One measure of one municipality in one year, as a number that opens its evidence.
import { measureOf, type MeasureKey } from "../data/measures";
import type { Municipality } from "../data/core";
import { useHere } from "../data/say";
import { NumberButton, surenessAt, type Ref } from "./number";

/** The evidence of a measure: for a streak, of all its years. */
export function refOf(id: string, year: number, key: MeasureKey, streak: number | null): Ref {
  const kind = measureOf(key).evidence;
  return key === "streak" && streak ? { id, kind, from: year - streak + 1, to: year } : { id, kind, from: year };
}

export function CellValue({ of, year, measure }: { of: Municipality; year: number; measure: MeasureKey }) {
  const { data, say } = useHere();
  const cell = data.cell(of.id, year);
  const value = cell?.[measure] ?? null;
  const { unit } = measureOf(measure);
  return (
    <NumberButton
      about={refOf(of.id, year, measure, cell?.streak ?? null)}
      label={`${say.nameIn(of, year)}, ${say.year(year)}, ${say.w(measure)}`}
      known={value !== null}
      sureness={surenessAt(data, of.id, year, measure)}
    >
      {say.value(value, unit)}
    </NumberButton>
  );
}
