/** Incidents by time: bars of days, weeks or months by what fits; dragging chooses a period. */
import { colour, sharp, type Days, type Mark } from "./marks";

const DAY = 86_400_000;
const PAD = { left: 8, right: 8, top: 16, bottom: 18 };

/** A day and how many incidents begin on it, how many of them contested. */
type Count = [time: number, all: number, hot: number];

export class Timeline {
  private counts: Count[] = [];
  private first = 0;
  private last = 0;
  private chosen: [number, number] | null = null;

  onPeriod: ((since: string, until: string) => void) | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {
    new ResizeObserver(() => this.paint()).observe(canvas);
    this.listen();
  }

  show(marks: Mark[]): void {
    this.count(marks.filter((m) => m.from !== null).map((m) => [Date.parse(String(m.from)), 1, m.status === "contested" ? 1 : 0]));
  }

  /** The same from numbers by day, where incidents are too many to send one by one. */
  showDays(days: Days): void {
    this.count(days.map(([day, n]) => [Date.parse(day), n, 0]));
  }

  private count(counts: Count[]): void {
    this.counts = counts.sort((a, b) => a[0] - b[0]);
    const all = counts.reduce((sum, [, n]) => sum + n, 0);
    // The oldest fiftieth is left off the axis: one war of 1967 would squeeze a month of news into a line.
    let before = 0;
    const low = this.counts.find(([, n]) => (before += n) > all * 0.02)?.[0] ?? Date.now();
    const high = this.counts[this.counts.length - 1]?.[0] ?? Date.now();
    this.first = low - DAY;
    this.last = Math.max(high, low) + DAY;
    this.paint();
  }

  private x(time: number): number {
    const width = this.canvas.getBoundingClientRect().width - PAD.left - PAD.right;
    return PAD.left + (width * (time - this.first)) / Math.max(this.last - this.first, DAY);
  }

  private time(x: number): number {
    const width = this.canvas.getBoundingClientRect().width - PAD.left - PAD.right;
    return this.first + ((x - PAD.left) / width) * (this.last - this.first);
  }

  private paint(): void {
    const { width, height } = this.canvas.getBoundingClientRect();
    const context = sharp(this.canvas, width, height);
    if (this.counts.length === 0) return;
    const bins = Math.max(1, Math.min(180, Math.floor((width - 16) / 6)));
    const step = Math.max(DAY, (this.last - this.first) / bins);
    const counts = new Map<number, [number, number]>();
    for (const [time, n, contested] of this.counts) {
      if (time < this.first) continue;
      const bin = Math.floor((time - this.first) / step);
      const [all, hot] = counts.get(bin) ?? [0, 0];
      counts.set(bin, [all + n, hot + contested]);
    }
    const most = Math.max(1, ...[...counts.values()].map(([all]) => all));
    const room = height - PAD.top - PAD.bottom;
    const bar = Math.max(2, Math.min(14, this.x(this.first + step) - this.x(this.first) - 1));
    const [blue, warm] = [colour("--mark"), colour("--hot")];
    for (const [bin, [all, hot]] of counts) {
      const x = this.x(this.first + bin * step);
      const [tall, red] = [(room * all) / most, (room * hot) / most];
      context.fillStyle = blue;
      context.fillRect(x, height - PAD.bottom - tall, bar, tall);
      context.fillStyle = warm;
      context.fillRect(x, height - PAD.bottom - red, bar, red);
    }
    this.axis(context, width, height);
    if (this.chosen) {
      const [a, b] = this.chosen.map((t) => this.x(t)) as [number, number];
      context.fillStyle = colour("--link");
      context.globalAlpha = 0.16;
      context.fillRect(Math.min(a, b), 0, Math.abs(b - a), height - PAD.bottom);
      context.globalAlpha = 1;
    }
  }

  private axis(context: CanvasRenderingContext2D, width: number, height: number): void {
    context.fillStyle = colour("--soft");
    context.strokeStyle = colour("--line");
    context.font = "11px system-ui, sans-serif";
    context.beginPath();
    context.moveTo(PAD.left, height - PAD.bottom + 0.5);
    context.lineTo(width - PAD.right, height - PAD.bottom + 0.5);
    context.stroke();
    const ticks = Math.max(2, Math.floor(width / 130));
    for (let k = 0; k <= ticks; k++) {
      const time = this.first + ((this.last - this.first) * k) / ticks;
      context.textAlign = k === 0 ? "left" : k === ticks ? "right" : "center";
      context.fillText(iso(time), this.x(time), height - 5);
    }
  }

  private listen(): void {
    let from: number | null = null;
    const at = (event: PointerEvent): number => this.time(event.clientX - this.canvas.getBoundingClientRect().left);
    this.canvas.addEventListener("pointerdown", (event) => {
      from = at(event);
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (from === null) return;
      this.chosen = [from, at(event)];
      this.paint();
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (from === null) return;
      const [a, b] = [from, at(event)].sort((x, y) => x - y) as [number, number];
      from = null;
      this.chosen = null;
      if (b - a < DAY / 2 || this.x(b) - this.x(a) < 4) this.onPeriod?.("", "");
      else this.onPeriod?.(iso(a), iso(b));
    });
  }
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
