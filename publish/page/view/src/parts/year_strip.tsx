// Years to choose from, each with a bar for how much is known of it: one sees at once where the map will be empty.
import { useHere } from "../data/say";

type Props = { years: number[]; year: number; known: Map<number, number>; of: number; choose: (year: number) => void; label: string };

export function YearStrip({ years, year, known, of, choose, label }: Props) {
  const { say } = useHere();
  const most = Math.max(1, ...known.values());
  const step = (by: number): void => {
    const next = years[years.indexOf(year) + by];
    if (next !== undefined) choose(next);
  };
  return (
    <div
      class="year-strip"
      role="radiogroup"
      aria-label={label}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        step(by);
        const group = event.currentTarget;
        requestAnimationFrame(() => group.querySelector<HTMLElement>("[aria-checked=true]")?.focus());
      }}
    >
      {years.map((one) => {
        const n = known.get(one) ?? 0;
        return (
          <button
            key={one}
            type="button"
            role="radio"
            aria-checked={one === year}
            aria-label={`${say.year(one)}, ${say.count(n)} / ${say.count(of)} ${say.w("known")}`}
            title={`${say.year(one)} · ${say.count(n)} / ${say.count(of)} ${say.w("known")}`}
            tabIndex={one === year ? 0 : -1}
            onClick={() => choose(one)}
          >
            <svg viewBox="0 0 10 20" preserveAspectRatio="none" aria-hidden="true">
              <rect x="0" y={20 - (18 * n) / most} width="10" height={(18 * n) / most} />
              <rect class="ground" x="0" y="19.2" width="10" height="0.8" />
            </svg>
            <span class="long">{one}</span>
            <span class="short">’{String(one).slice(2)}</span>
          </button>
        );
      })}
    </div>
  );
}
