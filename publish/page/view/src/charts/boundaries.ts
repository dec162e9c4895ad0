// From boundaries to drawn paths: made once for a map and kept, since a change of year or measure only changes colours.
import { geoMercator, geoPath, type GeoPermissibleObjects } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { BoundaryTopology, Level } from "../data/core";

export type Shape = { id: string; d: string; x: number; y: number; box: [[number, number], [number, number]] };
export type Drawn = { shapes: Shape[]; borders: string; coast: string };

export const WIDTH = 640;
export const HEIGHT = 690;
const MARGIN = 6;

/** Paths of a map in a box of WIDTH by HEIGHT; `borders` are those between the 시·도. */
export function draw(topology: BoundaryTopology, level: Level): Drawn {
  const object = topology.objects[level === "basic" ? "sigungu" : "sido"];
  const all = feature(topology, object);
  const projection = geoMercator().fitExtent(
    [
      [MARGIN, MARGIN],
      [WIDTH - MARGIN, HEIGHT - MARGIN],
    ],
    all,
  );
  const path = geoPath(projection).digits(1);
  const shapes = all.features.map((one): Shape => {
    const [x, y] = path.centroid(one);
    return { id: String(one.id ?? ""), d: path(one) ?? "", x, y, box: path.bounds(one) };
  });
  const line = (lines: GeoPermissibleObjects): string => path(lines) ?? "";
  return {
    shapes,
    borders: line(mesh(topology, topology.objects.sido, (a, b) => a !== b)),
    coast: line(mesh(topology, topology.objects.sido, (a, b) => a === b)),
  };
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
