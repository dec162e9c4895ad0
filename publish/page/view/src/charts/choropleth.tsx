// The map: one shape a municipality, coloured by class; hatched where the value is not known.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { BoundaryTopology, Level, Municipality } from "../data/core";
import { useHere } from "../data/say";
import { boxAround, draw, HEIGHT, neighbour, type Shape, WIDTH } from "./boundaries";

type Props = {
  topology: BoundaryTopology;
  level: Level;
  /** The class of colour of a municipality, e.g. "q3"; "none" where nothing is known, "gone" where it was not there that year. */
  paint: (id: string) => string;
  /** What is said of it: name and value. */
  tell: (id: string) => { name: string; value: string };
  href: (id: string) => string;
  region: string;
  year: number;
  marked: string | null;
  mark: (id: string | null) => void;
  label: string;
  children: ComponentChildren;
};

/** In the Yellow Sea, where no island is. */
const INSET = { x: 4, y: 272, width: 148, height: 130 };
const drawn = new WeakMap<BoundaryTopology, Map<Level, ReturnType<typeof draw>>>();

function drawnOnce(topology: BoundaryTopology, level: Level): ReturnType<typeof draw> {
  const levels = drawn.get(topology) ?? new Map<Level, ReturnType<typeof draw>>();
  drawn.set(topology, levels);
  const known = levels.get(level) ?? draw(topology, level);
  levels.set(level, known);
  return known;
}

export function Choropleth({ topology, level, paint, tell, href, region, year, marked, mark, label, children }: Props) {
  const { data, say } = useHere();
  const map = drawnOnce(topology, level);
  const shapes = map.shapes;
  const byId = useMemo(() => new Map(shapes.map((shape) => [shape.id, shape])), [shapes]);
  const isIn = (one: Municipality | undefined): boolean => !region || (one !== undefined && data.sidoIn(one, year) === region);
  const inside = useMemo(() => new Set(shapes.filter(({ id }) => isIn(data.municipality(id))).map(({ id }) => id)), [shapes, region, year]);
  const box = useMemo(() => (region ? boxAround(shapes.filter(({ id }) => inside.has(id))) : ([0, 0, WIDTH, HEIGHT] as const)), [shapes, inside]);
  const zoom = WIDTH / box[2];
  const links = useRef(new Map<string, Element>());
  const frame = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [hovered, setHovered] = useState<{ id: string; x: number; y: number } | null>(null);
  const first = current && inside.has(current) ? current : (shapes.find(({ id }) => inside.has(id))?.id ?? null);
  const shown = marked ? byId.get(marked) : undefined;

  useEffect(() => setHovered(null), [region, level]);

  const onKeyDown = (event: KeyboardEvent, shape: Shape): void => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const next = neighbour(
      shapes.filter(({ id }) => inside.has(id)),
      shape,
      event.key,
    );
    (links.current.get(next?.id ?? "") as SVGElement | undefined)?.focus();
  };
  const at = (event: PointerEvent, id: string): void => {
    const here = frame.current?.getBoundingClientRect();
    if (here) setHovered({ id, x: event.clientX - here.left, y: event.clientY - here.top });
    mark(id);
  };
  const leave = (): void => {
    setHovered(null);
    mark(null);
  };
  const focus = (shape: Shape): void => {
    setCurrent(shape.id);
    mark(shape.id);
    const here = frame.current?.getBoundingClientRect();
    const scale = (here?.width ?? WIDTH) / box[2];
    setHovered({ id: shape.id, x: (shape.x - box[0]) * scale, y: (shape.y - box[1]) * scale });
  };

  const shapeOf = (shape: Shape) => {
    const { name, value } = tell(shape.id);
    const isInside = inside.has(shape.id);
    return (
      <a
        key={shape.id}
        ref={(element) => {
          if (element) links.current.set(shape.id, element);
        }}
        href={href(shape.id)}
        class={isInside ? undefined : "outside"}
        aria-label={`${name}: ${value}`}
        tabindex={shape.id === first ? 0 : -1}
        data-id={shape.id}
        onKeyDown={(event) => onKeyDown(event, shape)}
        onFocus={() => focus(shape)}
        onBlur={leave}
        onPointerMove={(event) => at(event, shape.id)}
        onPointerLeave={leave}
      >
        <path class={`shape ${paint(shape.id)}`} d={shape.d} />
      </a>
    );
  };
  const capital = !region && level === "basic" ? shapes.filter(({ id }) => data.municipality(id)?.sido === "서울") : [];
  const told = hovered ? tell(hovered.id) : null;

  return (
    <div class={region ? "choropleth zoomed" : "choropleth"} ref={frame}>
      <svg viewBox={box.join(" ")} role="group" aria-label={label}>
        <defs>
          <Hatch id="hatch" scale={zoom} />
        </defs>
        <g stroke-width={0.5 / zoom}>{shapes.map(shapeOf)}</g>
        <path class="borders" d={map.borders} stroke-width={0.9 / zoom} aria-hidden="true" />
        {shown ? <path class="marked" d={shown.d} stroke-width={1.8 / zoom} aria-hidden="true" /> : null}
        {capital.length ? <Inset shapes={capital} paint={paint} href={href} at={at} leave={leave} marked={shown} title={say.w("capital")} /> : null}
      </svg>
      {children}
      {hovered && told ? (
        <div
          class="tip"
          aria-hidden="true"
          ref={(element) => {
            if (!element || !frame.current) return;
            const room = frame.current.clientWidth;
            element.style.left = `${Math.max(0, Math.min(hovered.x + 14, room - element.offsetWidth))}px`;
            element.style.top = `${hovered.y + 16}px`;
          }}
        >
          <b>{told.name}</b>
          <span>{told.value}</span>
        </div>
      ) : null}
    </div>
  );
}

/** What is not known is hatched, at the same size on the screen however far the map is zoomed in. */
function Hatch({ id, scale }: { id: string; scale: number }) {
  const step = 5 / scale;
  return (
    <pattern id={id} width={step} height={step} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-ground" width={step} height={step} />
      <rect class="hatch-line" width={step / 4} height={step} />
    </pattern>
  );
}

type InsetProps = {
  shapes: Shape[];
  paint: Props["paint"];
  href: Props["href"];
  at: (event: PointerEvent, id: string) => void;
  leave: () => void;
  marked: Shape | undefined;
  title: string;
};

/** Seoul's 25 districts are a thumbnail's size on the map: drawn again, larger, for eyes and pointers (keyboard and screen reader have them on the map). */
function Inset({ shapes, paint, href, at, leave, marked, title }: InsetProps) {
  const x0 = Math.min(...shapes.map(({ box }) => box[0][0]));
  const y0 = Math.min(...shapes.map(({ box }) => box[0][1]));
  const x1 = Math.max(...shapes.map(({ box }) => box[1][0]));
  const y1 = Math.max(...shapes.map(({ box }) => box[1][1]));
  const scale = Math.min(INSET.width / (x1 - x0), INSET.height / (y1 - y0));
  const isHere = marked && shapes.includes(marked);
  return (
    <g class="inset" aria-hidden="true">
      <Hatch id="hatch-inset" scale={scale} />
      <rect class="frame" x={x0 - 2} y={y0 - 2} width={x1 - x0 + 4} height={y1 - y0 + 4} />
      <text x={INSET.x} y={INSET.y - 8}>
        {title}
      </text>
      <g transform={`translate(${INSET.x},${INSET.y})scale(${scale})translate(${-x0},${-y0})`} stroke-width={0.5 / scale}>
        {shapes.map((shape) => (
          <path
            key={shape.id}
            class={`shape ${paint(shape.id)}`}
            d={shape.d}
            onClick={() => (location.hash = href(shape.id))}
            onPointerMove={(event) => at(event, shape.id)}
            onPointerLeave={leave}
          />
        ))}
        {isHere ? <path class="marked" d={marked.d} stroke-width={1.8 / scale} /> : null}
      </g>
    </g>
  );
}
