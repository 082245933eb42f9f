/** A map of incidents on a canvas: countries of Natural Earth, places with their reach, no server but our own. */
import { geoMercator, geoPath, type GeoProjection } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { Feature, FeatureCollection, MultiLineString } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import { colour, sharp, type Mark } from "./marks";

interface Countries extends Topology {
  objects: { countries: GeometryCollection<{ name: string }>; land: GeometryCollection };
}

const EARTH_KM_PER_DEGREE = 111.2;
const CLOSEST = 60_000;
const WIDEST = 90;

export class IncidentMap {
  private readonly projection: GeoProjection = geoMercator();
  private marks: Mark[] = [];
  private land: FeatureCollection | null = null;
  private borders: MultiLineString | null = null;
  private names: { name: string; at: [number, number]; area: number }[] = [];
  private near: string | null = null;
  private waiting = false;

  onMove: (() => void) | null = null;
  onChoose: ((id: string) => void) | null = null;
  onNear: ((id: string | null) => void) | null = null;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly tip: HTMLElement) {
    this.listen();
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Loads the countries; the places are drawn even where that fails. */
  async load(): Promise<void> {
    const topology = (await (await fetch("/static/countries.json")).json()) as Countries;
    this.land = feature(topology, topology.objects.land) as unknown as FeatureCollection;
    this.borders = mesh(topology, topology.objects.countries, (a, b) => a !== b);
    const path = geoPath();
    const all = feature(topology, topology.objects.countries) as unknown as FeatureCollection;
    this.names = all.features.map((one: Feature) => {
      const [x, y] = path.centroid(one);
      return { name: String(one.properties?.["name"] ?? ""), at: [x, y] as [number, number], area: path.area(one) };
    });
    this.draw();
  }

  show(marks: Mark[], fit = false): void {
    this.marks = marks;
    if (fit) this.fit();
    this.draw();
  }

  /** Moves and zooms so that all places are in sight. */
  fit(): void {
    const points = this.marks.filter((m) => m.at).map((m) => m.at as [number, number]);
    const { width, height } = this.canvas.getBoundingClientRect();
    if (points.length === 0 || width === 0) {
      this.projection.center([20, 25]).scale(Math.max(WIDEST, width / 6.5)).translate([width / 2, height / 2]);
    } else {
      const spread = points.length === 1 ? 1.2 : 0.4;
      const box: GeoJSON.MultiPoint = { type: "MultiPoint", coordinates: points.flatMap(([x, y]) => [[x - spread, clamp(y - spread)], [x + spread, clamp(y + spread)]]) };
      this.projection.center([0, 0]).fitExtent([[30, 30], [width - 30, height - 30]], box);
      this.projection.scale(Math.min(this.projection.scale(), CLOSEST / 4));
      const middle = geoPath().centroid(box) as [number, number];
      this.projection.center(middle).translate([width / 2, height / 2]);
    }
    this.draw();
  }

  /** The window in sight as west, south, east, north. */
  window(): [number, number, number, number] {
    const { width, height } = this.canvas.getBoundingClientRect();
    const [west, north] = this.projection.invert?.([0, 0]) ?? [-180, 85];
    const [east, south] = this.projection.invert?.([width, height]) ?? [180, -85];
    const round = (n: number, most: number): number => Math.max(-most, Math.min(most, Math.round(n * 1000) / 1000));
    return [round(west, 180), round(south, 90), round(east, 180), round(north, 90)];
  }

  light(id: string | null): void {
    if (this.near !== id) {
      this.near = id;
      this.draw();
    }
  }

  private draw(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.paint();
    });
  }

  private paint(): void {
    const context = sharp(this.canvas);
    const { width, height } = this.canvas.getBoundingClientRect();
    this.projection.clipExtent([[-20, -20], [width + 20, height + 20]]);
    const path = geoPath(this.projection, context);
    context.fillStyle = colour("--sea");
    context.fillRect(0, 0, width, height);
    if (this.land && this.borders) {
      context.beginPath();
      path(this.land);
      context.fillStyle = colour("--land");
      context.fill();
      context.beginPath();
      path(this.borders);
      context.strokeStyle = colour("--border");
      context.lineWidth = 0.8;
      context.stroke();
      this.label(context, width, height);
    }
    for (const mark of this.marks) this.dot(context, mark, false);
    const lit = this.marks.find((m) => m.id === this.near);
    if (lit) this.dot(context, lit, true);
  }

  private label(context: CanvasRenderingContext2D, width: number, height: number): void {
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    context.fillStyle = colour("--soft");
    const scale = this.projection.scale();
    const taken: [number, number, number][] = [];
    for (const country of [...this.names].sort((a, b) => b.area - a.area)) {
      const at = this.projection(country.at);
      if (!at || at[0] < 0 || at[1] < 0 || at[0] > width || at[1] > height) continue;
      const half = context.measureText(country.name).width / 2;
      if (Math.sqrt(country.area) * scale * 0.02 < half) continue;
      if (taken.some(([x, y, w]) => Math.abs(x - at[0]) < w + half + 4 && Math.abs(y - at[1]) < 14)) continue;
      taken.push([at[0], at[1], half]);
      context.fillText(country.name, at[0], at[1]);
    }
  }

  /** A place is its area: the disc has the reach that the report gives it, the point shows its middle. */
  private dot(context: CanvasRenderingContext2D, mark: Mark, lit: boolean): void {
    const at = mark.at && this.projection(mark.at);
    if (!at || !mark.at) return;
    const degrees = (mark.reach ?? 0) / EARTH_KM_PER_DEGREE;
    const radius = (degrees * Math.PI * this.projection.scale()) / 180 / Math.cos((mark.at[1] * Math.PI) / 180);
    const tone = colour(mark.status === "contested" ? "--hot" : "--mark");
    context.fillStyle = tone;
    context.strokeStyle = tone;
    if (radius > 5 && (lit || radius < 400)) {
      context.beginPath();
      context.arc(at[0], at[1], radius, 0, 7);
      context.globalAlpha = lit ? 0.22 : 0.07;
      context.fill();
      context.globalAlpha = lit ? 0.9 : 0.35;
      context.lineWidth = 1;
      context.stroke();
    }
    context.globalAlpha = lit ? 1 : 0.8;
    context.beginPath();
    const size = (lit ? 2 : 0) + 3 + Math.min(4, Math.sqrt(mark.sources));
    if (mark.status === "contested") {
      context.moveTo(at[0], at[1] - size - 1);
      context.lineTo(at[0] + size + 1, at[1]);
      context.lineTo(at[0], at[1] + size + 1);
      context.lineTo(at[0] - size - 1, at[1]);
      context.closePath();
    } else {
      context.arc(at[0], at[1], size, 0, 7);
    }
    context.fill();
    context.globalAlpha = 1;
  }

  private nearest(x: number, y: number): Mark | null {
    let best: Mark | null = null;
    let least = 14;
    for (const mark of this.marks) {
      const at = mark.at && this.projection(mark.at);
      if (!at) continue;
      const gap = Math.hypot(at[0] - x, at[1] - y);
      if (gap < least) [best, least] = [mark, gap];
    }
    return best;
  }

  private zoom(factor: number, x: number, y: number): void {
    const under = this.projection.invert?.([x, y]);
    this.projection.scale(Math.max(WIDEST, Math.min(CLOSEST, this.projection.scale() * factor)));
    if (under) {
      const moved = this.projection(under);
      const [tx, ty] = this.projection.translate();
      if (moved) this.projection.translate([tx + x - moved[0], ty + y - moved[1]]);
    }
    this.moved();
  }

  private shift(dx: number, dy: number): void {
    const [x, y] = this.projection.translate();
    this.projection.translate([x + dx, y + dy]);
    this.moved();
  }

  private moved(): void {
    this.draw();
    this.onMove?.();
  }

  private listen(): void {
    const canvas = this.canvas;
    let from: [number, number] | null = null;
    let dragged = false;
    canvas.addEventListener("pointerdown", (event) => {
      from = [event.clientX, event.clientY];
      dragged = false;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      const box = canvas.getBoundingClientRect();
      if (from) {
        const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
        if (dragged || Math.hypot(dx, dy) > 4) {
          dragged = true;
          this.shift(dx, dy);
          from = [event.clientX, event.clientY];
        }
        return;
      }
      const found = this.nearest(event.clientX - box.left, event.clientY - box.top);
      this.tip.hidden = !found;
      if (found) {
        this.tip.textContent = found.from ? `${found.name}, ${found.from}` : found.name;
        this.tip.style.setProperty("left", `${Math.min(event.clientX - box.left + 12, box.width - 190)}px`);
        this.tip.style.setProperty("top", `${event.clientY - box.top + 14}px`);
      }
      this.light(found?.id ?? null);
      this.onNear?.(found?.id ?? null);
    });
    canvas.addEventListener("pointerup", (event) => {
      const box = canvas.getBoundingClientRect();
      const found = dragged ? null : this.nearest(event.clientX - box.left, event.clientY - box.top);
      from = null;
      if (found) this.onChoose?.(found.id);
    });
    canvas.addEventListener("pointerleave", () => (this.tip.hidden = true));
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const box = canvas.getBoundingClientRect();
      const step = 60;
      const moves: Record<string, () => void> = {
        ArrowLeft: () => this.shift(step, 0), ArrowRight: () => this.shift(-step, 0), ArrowUp: () => this.shift(0, step), ArrowDown: () => this.shift(0, -step),
        "+": () => this.zoom(1.5, box.width / 2, box.height / 2), "-": () => this.zoom(1 / 1.5, box.width / 2, box.height / 2),
      };
      const move = moves[event.key];
      if (move) {
        event.preventDefault();
        move();
      }
    });
  }
}

function clamp(latitude: number): number {
  return Math.max(-84, Math.min(84, latitude));
}
