/** A map of incidents on a canvas: countries of Natural Earth, places with their reach, no server but our own. */
import { geoMercator, geoPath, type GeoProjection } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { Feature, FeatureCollection, MultiLineString } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import { colour, sharp, type Cell, type Mark } from "./marks";

interface Countries extends Topology {
  objects: { countries: GeometryCollection<{ name: string }>; land: GeometryCollection };
}

const EARTH_KM_PER_DEGREE = 111.2;
const CLOSEST = 60_000;
const WIDEST = 90;
/** A town is named where its people times the scale of the map are more than this: two millions on a map of the world. */
const TOWN_AT = 5e8;
const MOST_TOWNS = 60;
/** Pixels between two cells. */
const CELL = 44;

export class IncidentMap {
  private readonly projection: GeoProjection = geoMercator();
  private readonly ground = document.createElement("canvas");
  private grounded: { scale: number; at: [number, number] } | null = null;
  private settling = 0;
  private size: [number, number] = [0, 0];
  private tones = new Map<string, string>();
  private marks: Mark[] = [];
  private cells: Cell[] = [];
  private fullest = 1;
  private land: FeatureCollection | null = null;
  private borders: MultiLineString | null = null;
  private names: { name: string; at: [number, number]; area: number }[] = [];
  private towns: [name: string, lon: number, lat: number, people: number][] = [];
  private near: string | null = null;
  private waiting = false;

  onMove: (() => void) | null = null;
  onChoose: ((id: string) => void) | null = null;
  onNear: ((id: string | null) => void) | null = null;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly tip: HTMLElement) {
    this.listen();
    new ResizeObserver(() => this.afresh()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.tones.clear();
      this.afresh();
    });
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
    }).sort((a, b) => b.area - a.area);
    this.afresh();
    const answer = await fetch("/api/v1/towns");
    if (answer.ok) this.towns = ((await answer.json()) as { towns: [string, number, number, number][] }).towns;
    this.afresh();
  }

  show(marks: Mark[], cells: Cell[] = [], fit = false): void {
    this.marks = marks;
    this.cells = cells;
    this.fullest = Math.max(1, ...cells.map((cell) => cell.incidents));
    this.tip.hidden = true;
    if (fit) this.fit(cells.length > 0);
    this.draw();
  }

  /** Moves and zooms so that the places are in sight: all, or, unless asked, all but a tenth that would make the rest a point. */
  fit(all = false): void {
    const points = [...this.marks.filter((m) => m.at).map((m) => m.at as [number, number]), ...this.cells.map((c): [number, number] => [c.lon, c.lat])];
    const { width, height } = this.canvas.getBoundingClientRect();
    if (points.length === 0 || width === 0) {
      this.projection.center([20, 25]).scale(Math.max(WIDEST, width / 6.5)).translate([width / 2, height / 2]);
    } else {
      const [west, east] = span(points.map(([x]) => x), all);
      const [south, north] = span(points.map(([, y]) => y), all);
      const box: GeoJSON.MultiPoint = { type: "MultiPoint", coordinates: [[west, clamp(south)], [east, clamp(north)]] };
      this.projection.center([0, 0]).fitExtent([[30, 30], [width - 30, height - 30]], box);
      const middle = this.projection.invert?.([width / 2, height / 2]) ?? [20, 25];
      this.projection.scale(Math.min(this.projection.scale(), CLOSEST / 4)).center(middle).translate([width / 2, height / 2]);
    }
    this.afresh();
  }

  /** The window in sight as west, south, east, north; over the 180th meridian west is greater than east. */
  window(): [number, number, number, number] {
    const { width, height } = this.canvas.getBoundingClientRect();
    const [middle] = this.projection.invert?.([width / 2, height / 2]) ?? [0, 0];
    const half = ((width / 2 / this.projection.scale()) * 180) / Math.PI;
    const [, north] = this.projection.invert?.([width / 2, 0]) ?? [0, 85];
    const [, south] = this.projection.invert?.([width / 2, height]) ?? [0, -85];
    const round = (n: number, most: number): number => Math.max(-most, Math.min(most, Math.round(n * 1000) / 1000));
    const around = (n: number): number => round(((((n + 180) % 360) + 360) % 360) - 180, 180);
    const [west, east] = half >= 180 ? [-180, 180] : [around(middle - half), around(middle + half)];
    return [west, round(south, 90), east, round(north, 90)];
  }

  /** The side of a cell in degrees so that two neighbours do not touch. */
  cellSide(): number {
    return Math.max(0.01, Math.min(45, ((CELL / this.projection.scale()) * 180) / Math.PI));
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

  /** Draws the ground anew too: after a change of size, theme or countries. */
  private afresh(): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    this.size = [width, height];
    this.grounded = null;
    this.draw();
  }

  private tone(name: string): string {
    const known = this.tones.get(name) ?? colour(name);
    this.tones.set(name, known);
    return known;
  }

  /** While the map moves, the ground is the last one shifted and scaled: all coasts of the world take 30 ms, a picture none. */
  private paint(): void {
    const [width, height] = this.size;
    if (width === 0) return;
    const context = sharp(this.canvas, width, height);
    context.fillStyle = this.tone("--sea");
    context.fillRect(0, 0, width, height);
    const [scale, [x, y]] = [this.projection.scale(), this.projection.translate()];
    if (!this.grounded) {
      this.paintGround(width, height);
      this.grounded = { scale, at: [x, y] };
    }
    const stretch = scale / this.grounded.scale;
    const [left, top] = [x - this.grounded.at[0] * stretch, y - this.grounded.at[1] * stretch];
    context.drawImage(this.ground, left, top, width * stretch, height * stretch);
    if (stretch !== 1 || left !== 0 || top !== 0) {
      window.clearTimeout(this.settling);
      this.settling = window.setTimeout(() => this.afresh(), 140);
    }
    for (const cell of this.cells) this.area(context, cell);
    for (const mark of this.marks) this.dot(context, mark, false);
    const lit = this.marks.find((m) => m.id === this.near);
    if (lit) this.dot(context, lit, true);
  }

  private paintGround(width: number, height: number): void {
    const context = sharp(this.ground, width, height);
    if (!this.land || !this.borders) return;
    this.projection.clipExtent([[-20, -20], [width + 20, height + 20]]);
    const path = geoPath(this.projection, context);
    context.beginPath();
    path(this.land);
    context.fillStyle = this.tone("--land");
    context.fill();
    context.beginPath();
    path(this.borders);
    context.strokeStyle = this.tone("--border");
    context.lineWidth = 0.8;
    context.stroke();
    this.label(context, width, height);
  }

  /** Names of countries where they have room, then of towns, the largest first; the closer the map, the smaller. */
  private label(context: CanvasRenderingContext2D, width: number, height: number): void {
    context.fillStyle = this.tone("--soft");
    context.textAlign = "center";
    const scale = this.projection.scale();
    const taken: [number, number, number][] = [];
    const put = (name: string, x: number, y: number, half: number): boolean => {
      if (x < 0 || y < 0 || x > width || y > height) return false;
      if (taken.some(([u, v, w]) => Math.abs(u - x) < w + half + 6 && Math.abs(v - y) < 15)) return false;
      taken.push([x, y, half]);
      context.fillText(name, x, y);
      return true;
    };
    context.font = "bold 11px system-ui, sans-serif";
    for (const country of this.names) {
      const at = this.projection(country.at);
      const half = context.measureText(country.name).width / 2;
      if (at && Math.sqrt(country.area) * scale * 0.02 >= half) put(country.name, at[0], at[1], half);
    }
    context.font = "11px system-ui, sans-serif";
    let named = 0;
    for (const [name, lon, lat, people] of this.towns) {
      if (named >= MOST_TOWNS || people < TOWN_AT / scale) break;
      const at = this.projection([lon, lat]);
      if (!at || at[0] < 0 || at[1] < 0 || at[0] > width || at[1] > height) continue;
      if (!put(name, at[0], at[1] - 5, context.measureText(name).width / 2)) continue;
      context.fillRect(at[0] - 1.5, at[1] - 1.5, 3, 3);
      named++;
    }
  }

  /** Incidents that are too many to draw: a disc as large as they are many, the contested part of it in their colour. */
  private area(context: CanvasRenderingContext2D, cell: Cell): void {
    const at = this.projection([cell.lon, cell.lat]);
    if (!at) return;
    const radius = this.disc(cell);
    context.globalAlpha = 0.75;
    context.fillStyle = this.tone("--mark");
    context.beginPath();
    context.arc(at[0], at[1], radius, 0, 7);
    context.fill();
    if (cell.contested > 0) {
      context.fillStyle = this.tone("--hot");
      context.beginPath();
      context.moveTo(at[0], at[1]);
      context.arc(at[0], at[1], radius, -Math.PI / 2, -Math.PI / 2 + (2 * Math.PI * cell.contested) / cell.incidents);
      context.fill();
    }
    context.globalAlpha = 1;
    if (radius < 9) return;
    context.fillStyle = this.tone("--card");
    context.font = "bold 10px system-ui, sans-serif";
    context.textAlign = "center";
    context.fillText(cell.incidents < 1000 ? String(cell.incidents) : `${Math.round(cell.incidents / 1000)}k`, at[0], at[1] + 3.5);
  }

  /** A place is its area: the disc has the reach that the report gives it, the point shows its middle. */
  private dot(context: CanvasRenderingContext2D, mark: Mark, lit: boolean): void {
    const at = mark.at && this.projection(mark.at);
    if (!at || !mark.at) return;
    const degrees = (mark.reach ?? 0) / EARTH_KM_PER_DEGREE;
    const radius = (degrees * Math.PI * this.projection.scale()) / 180 / Math.cos((mark.at[1] * Math.PI) / 180);
    const tone = this.tone(mark.status === "contested" ? "--hot" : "--mark");
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
    if (mark.letter) {
      context.font = "bold 12px system-ui, sans-serif";
      context.textAlign = "left";
      context.fillText(mark.letter, at[0] + 10, at[1] - 6);
    }
  }

  /** The radius of a cell's disc: its area is as its incidents, the fullest reaches half-way to its neighbour. */
  private disc(cell: Cell): number {
    return Math.max(4, (CELL / 2 - 2) * Math.sqrt(cell.incidents / this.fullest));
  }

  private cellAt(x: number, y: number): Cell | null {
    return this.cells.find((cell) => {
      const at = this.projection([cell.lon, cell.lat]);
      return at !== null && Math.hypot(at[0] - x, at[1] - y) <= this.disc(cell) + 2;
    }) ?? null;
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
      const cell = found ? null : this.cellAt(event.clientX - box.left, event.clientY - box.top);
      this.tip.hidden = !found && !cell;
      if (cell) this.tip.textContent = `${cell.incidents} incidents, ${cell.contested} contested`;
      if (found) this.tip.textContent = found.from ? `${found.name}, ${found.from}` : found.name;
      if (found || cell) {
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
      else if (!dragged && this.cellAt(event.clientX - box.left, event.clientY - box.top)) this.zoom(3, event.clientX - box.left, event.clientY - box.top);
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

/** From where to where degrees reach, with room around; the outermost twentieth on each side is left out where that halves it. */
function span(degrees: number[], all: boolean): [number, number] {
  const sorted = [...degrees].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const inner = !all && sorted.length >= 10 && at(0.95) - at(0.05) < (at(1) - at(0)) / 2;
  const [from, to] = inner ? [at(0.05), at(0.95)] : [at(0), at(1)];
  const room = from === to ? 1.2 : Math.max(0.3, (to - from) * 0.04);
  return [from - room, to + room];
}

function clamp(latitude: number): number {
  return Math.max(-84, Math.min(84, latitude));
}
