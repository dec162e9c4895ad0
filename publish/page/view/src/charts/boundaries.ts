// From boundaries to drawn paths: made once for a map and kept, since a change of year or measure only changes colours.
import { geoMercatorRaw, geoPath, type GeoPermissibleObjects } from "d3-geo";
import { feature, meshArcs, transform } from "topojson-client";
import type { GeometryObject, Topology } from "topojson-specification";
import type { BoundaryTopology, Level } from "../data/core";

type Box = [[number, number], [number, number]];
export type Shape = { id: string; d: string; /** The middle of its area. */ readonly x: number; readonly y: number; readonly box: Box };
export type Drawn = { shapes: Shape[]; borders: string };

export const WIDTH = 640;
export const HEIGHT = 690;
const MARGIN = 6;

type Point = [number, number];
/** A line between two governments, or at the coast: its points on the page in tenths of a pixel, x and y in turns. */
type Arc = Int32Array;

/** All maps share one list of arcs: each is projected once, for all years and both levels, and all maps have the same frame. */
const projected = new WeakMap<object, Arc[]>();

/**
 * Arcs in a box of WIDTH by HEIGHT. Points are projected one by one and not through d3-geo's projections of the sphere: those clip and resample
 * each line once for each shape and each question, which was half of what the page did before it could be seen. Korea needs neither.
 */
function arcsOf(topology: BoundaryTopology): Arc[] {
  const known = projected.get(topology.arcs);
  if (known) return known;
  const toDegrees = transform(topology.transform ?? null);
  const rad = Math.PI / 180;
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  const lines = topology.arcs.map((arc) => {
    const line = new Float64Array(2 * arc.length);
    for (let i = 0; i < arc.length; i++) {
      const degrees = toDegrees(arc[i] as Point, i > 0);
      const point = geoMercatorRaw((degrees[0] as number) * rad, (degrees[1] as number) * rad);
      const [x, y] = [point[0], -point[1]];
      line[2 * i] = x;
      line[2 * i + 1] = y;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    return line;
  });
  const scale = Math.min((WIDTH - 2 * MARGIN) / (x1 - x0), (HEIGHT - 2 * MARGIN) / (y1 - y0));
  const [left, top] = [(WIDTH - scale * (x1 - x0)) / 2, (HEIGHT - scale * (y1 - y0)) / 2];
  const arcs = lines.map((line) => Int32Array.from(line, (place, i) => Math.round(10 * (i % 2 ? top + scale * (place - y0) : left + scale * (place - x0)))));
  projected.set(topology.arcs, arcs);
  return arcs;
}

/** The steps of a path along an arc, behind its first point; no step rounds anew. */
function steps(arc: Arc, isBack: boolean): string {
  let text = "l";
  const last = arc.length - 2;
  for (let i = 2; i <= last; i += 2) {
    const at = isBack ? last - i : i;
    const before = isBack ? at + 2 : at - 2;
    const dx = (arc[at] as number) - (arc[before] as number);
    const dy = (arc[at + 1] as number) - (arc[before + 1] as number);
    if (dx || dy) text += `${dx / 10},${dy / 10} `;
  }
  return text.length > 1 ? text : "";
}

/** A path of rings or lines, each a list of arcs; ~i is arc i backwards. */
function pathOf(arcs: Arc[], lines: number[][], end = ""): string {
  let text = "";
  for (const line of lines) {
    const first = line[0] ?? 0;
    const start = arcs[first < 0 ? ~first : first] as Arc;
    const at = first < 0 ? start.length - 2 : 0;
    text += `M${(start[at] as number) / 10},${(start[at + 1] as number) / 10}`;
    for (const i of line) text += steps(arcs[i < 0 ? ~i : i] as Arc, i < 0);
    text += end;
  }
  return text;
}

const ringsOf = (geometry: GeometryObject): number[][] =>
  geometry.type === "Polygon" ? geometry.arcs : geometry.type === "MultiPolygon" ? geometry.arcs.flat() : [];

const pointsOf = (arc: Arc): Point[] => Array.from({ length: arc.length / 2 }, (_, i) => [(arc[2 * i] as number) / 10, (arc[2 * i + 1] as number) / 10]);

const flat = geoPath();

/** Paths of a map in a box of WIDTH by HEIGHT; `borders` are those between the 시·도. */
export function draw(topology: BoundaryTopology, level: Level): Drawn {
  const arcs = arcsOf(topology);
  // For what is asked of few shapes, when a reader goes by keyboard or into a province.
  let plane: Topology | undefined;
  const flatOf = (geometry: GeometryObject): GeoPermissibleObjects => feature((plane ??= { type: "Topology", objects: {}, arcs: arcs.map(pointsOf) }), geometry);
  const shapes = topology.objects[level === "basic" ? "sigungu" : "sido"].geometries.map((geometry): Shape => {
    let middle: Point | undefined;
    let box: Box | undefined;
    const find = (): Point => (middle ??= flat.centroid(flatOf(geometry)));
    return {
      id: String(geometry.id ?? ""),
      d: pathOf(arcs, ringsOf(geometry), "z"),
      get x() {
        return find()[0];
      },
      get y() {
        return find()[1];
      },
      get box() {
        return (box ??= flat.bounds(flatOf(geometry)));
      },
    };
  });
  return { shapes, borders: pathOf(arcs, meshArcs(topology, topology.objects.sido, (a, b) => a !== b).arcs) };
}
/** The box around shapes with some air, as x, y, width, height in the map's own units and proportions. */
export function boxAround(shapes: Shape[], air = 0.06): [number, number, number, number] {
  if (!shapes.length) return [0, 0, WIDTH, HEIGHT];
  const x0 = Math.min(...shapes.map(({ box }) => box[0][0]));
  const y0 = Math.min(...shapes.map(({ box }) => box[0][1]));
  const x1 = Math.max(...shapes.map(({ box }) => box[1][0]));
  const y1 = Math.max(...shapes.map(({ box }) => box[1][1]));
  const scale = Math.min(WIDTH / (x1 - x0), HEIGHT / (y1 - y0)) * (1 - 2 * air);
  const [w, h] = [WIDTH / scale, HEIGHT / scale];
  return [(x0 + x1 - w) / 2, (y0 + y1 - h) / 2, w, h];
}

const STEPS: { [key: string]: [number, number] } = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The next shape in a direction: near, and not far off the line. */
export function neighbour(shapes: Shape[], from: Shape, key: string): Shape | undefined {
  const [dx, dy] = STEPS[key] ?? [0, 0];
  let best: Shape | undefined;
  let least = Infinity;
  for (const shape of shapes) {
    const along = (shape.x - from.x) * dx + (shape.y - from.y) * dy;
    const off = Math.abs((shape.x - from.x) * dy) + Math.abs((shape.y - from.y) * dx);
    const cost = along + 2 * off;
    if (shape !== from && along > 0.5 && cost < least) [best, least] = [shape, cost];
  }
  return best;
}
