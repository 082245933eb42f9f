/** A map of incidents on a canvas: places with their reach over the ground, no server but our own. */
import { geoMercator, type GeoProjection } from "d3-geo";
import { Ground } from "./ground";
import { colour, sharp, type Cell, type Mark } from "./marks";
import { listen, type Pointed } from "./pointing";

const EARTH_KM_PER_DEGREE = 111.2;
const CLOSEST = 60_000;
const WIDEST = 90;
/** Pixels between two cells. */
const CELL = 44;

export class IncidentMap implements Pointed {
  private readonly projection: GeoProjection = geoMercator();
  private readonly under = document.createElement("canvas");
  private readonly ground = new Ground(() => this.afresh());
  private grounded: { scale: number; at: [number, number] } | null = null;
  private settling = 0;
  private size: [number, number] = [0, 0];
  private tones = new Map<string, string>();
  private marks: Mark[] = [];
  private cells: Cell[] = [];
  private fullest = 1;
  private near: string | null = null;
  private waiting = false;

  onMove: (() => void) | null = null;
  onChoose: ((id: string) => void) | null = null;
  onNear: ((id: string | null) => void) | null = null;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly tip: HTMLElement) {
    listen(canvas, this);
    new ResizeObserver(() => this.afresh()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.tones.clear();
      this.afresh();
    });
  }

  /** Loads the ground; the places are drawn even where that fails. */
  async load(): Promise<void> {
    await this.ground.load();
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
      this.ground.paint(this.under, this.projection, width, height, (name) => this.tone(name));
      this.grounded = { scale, at: [x, y] };
    }
    const stretch = scale / this.grounded.scale;
    const [left, top] = [x - this.grounded.at[0] * stretch, y - this.grounded.at[1] * stretch];
    context.drawImage(this.under, left, top, width * stretch, height * stretch);
    if (stretch !== 1 || left !== 0 || top !== 0) {
      window.clearTimeout(this.settling);
      this.settling = window.setTimeout(() => this.afresh(), 140);
    }
    for (const cell of this.cells) this.area(context, cell);
    for (const mark of this.marks) this.dot(context, mark, false);
    const lit = this.marks.find((m) => m.id === this.near);
    if (lit) this.dot(context, lit, true);
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

  zoom(factor: number, x: number, y: number): void {
    const under = this.projection.invert?.([x, y]);
    this.projection.scale(Math.max(WIDEST, Math.min(CLOSEST, this.projection.scale() * factor)));
    if (under) {
      const moved = this.projection(under);
      const [tx, ty] = this.projection.translate();
      if (moved) this.projection.translate([tx + x - moved[0], ty + y - moved[1]]);
    }
    this.moved();
  }

  shift(dx: number, dy: number): void {
    const [x, y] = this.projection.translate();
    this.projection.translate([x + dx, y + dy]);
    this.moved();
  }

  over(at: [number, number] | null): void {
    const found = at && this.nearest(...at);
    const cell = at && !found ? this.cellAt(...at) : null;
    this.tip.hidden = !found && !cell;
    if (cell) this.tip.textContent = `${cell.incidents} incidents, ${cell.contested} contested`;
    if (found) this.tip.textContent = found.from ? `${found.name}, ${found.from}` : found.name;
    if (at && (found || cell)) {
      this.tip.style.setProperty("left", `${Math.min(at[0] + 12, this.size[0] - 190)}px`);
      this.tip.style.setProperty("top", `${at[1] + 14}px`);
    }
    this.light(found?.id ?? null);
    this.onNear?.(found?.id ?? null);
  }

  choose(x: number, y: number): void {
    const found = this.nearest(x, y);
    if (found) this.onChoose?.(found.id);
    else if (this.cellAt(x, y)) this.zoom(3, x, y);
  }

  private moved(): void {
    this.draw();
    this.onMove?.();
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
