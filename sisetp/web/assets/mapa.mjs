// The outline of each state, light enough to stand inside a page: @svg-maps/brazil (CC-BY-4.0), simplified.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const TOLERANCE = 0.7; // units of the drawing, about 7 km
const SMALLEST = 3; // islands of less than this area are left out

/** Rings of absolute points of a path made of `m` (and the lines that follow it) and `z` only. */
function rings(path) {
  let [x, y] = [0, 0];
  return path.replace(/^m?z\s*/, "").split("z").filter((part) => part.trim()).map((part) => {
    const steps = part.trim().replace(/^m/, "").trim().split(/\s+/).map((pair) => pair.split(",").map(Number));
    const points = steps.map(([dx, dy]) => [(x += dx), (y += dy)]);
    [x, y] = points[0];
    return points;
  });
}

/** Twice-signed area and centroid of a ring (shoelace formula). */
function measure(points) {
  let [area, cx, cy] = [0, 0, 0];
  points.forEach(([x, y], i) => {
    const [u, v] = points[(i + 1) % points.length];
    const cross = x * v - u * y;
    [area, cx, cy] = [area + cross / 2, cx + (x + u) * cross, cy + (y + v) * cross];
  });
  return { area: Math.abs(area), centre: [cx / (6 * area), cy / (6 * area)] };
}

function distance([x, y], [ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  return length ? Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length : Math.hypot(x - ax, y - ay);
}

/** Douglas and Peucker (1973): keep the points that matter at the tolerance. */
function simplify(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  let [far, at] = [0, 0];
  points.slice(1, -1).forEach((point, i) => {
    const away = distance(point, first, last);
    if (away > far) [far, at] = [away, i + 1];
  });
  if (far <= TOLERANCE) return [first, last];
  return [...simplify(points.slice(0, at + 1)).slice(0, -1), ...simplify(points.slice(at))];
}

function drawn(points) {
  const kept = simplify(points).map((pair) => pair.map((value) => Math.round(value * 10) / 10));
  return `M${kept.map((pair) => pair.join(" ")).join("L")}Z`;
}

function state({ path }) {
  const measured = rings(path).map((points) => ({ points, ...measure(points) })).sort((a, b) => b.area - a.area);
  const kept = measured.filter(({ area }, i) => i === 0 || area >= SMALLEST);
  const [x, y] = measured[0].centre.map(Math.round);
  return { d: kept.map(({ points }) => drawn(points)).join(""), x, y };
}

/** JSON of the map: size, and for each state its outline and the middle of its largest part. */
export function map(modules) {
  const source = readFileSync(join(modules, "@svg-maps/brazil/index.js"), "utf8");
  const { viewBox, locations } = JSON.parse(source.replace(/^\s*export default\s*/, "").replace(/;\s*$/, ""));
  const [width, height] = viewBox.split(" ").slice(2).map(Number);
  const ufs = Object.fromEntries(locations.map((place) => [place.id.toUpperCase(), state(place)]).sort());
  return JSON.stringify({ largura: width, altura: height, ufs }) + "\n";
}
