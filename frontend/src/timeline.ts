/** Incidents by time: bars of days, weeks or months by what fits; dragging chooses a period. */
import { colour, sharp, type Mark } from "./marks";

const DAY = 86_400_000;
const PAD = { left: 8, right: 8, top: 16, bottom: 18 };

export class Timeline {
  private marks: Mark[] = [];
  private first = 0;
  private last = 0;
  private chosen: [number, number] | null = null;

  onPeriod: ((since: string, until: string) => void) | null = null;

  constructor(private readonly canvas: HTMLCanvasElement) {
    new ResizeObserver(() => this.paint()).observe(canvas);
    this.listen();
  }

  show(marks: Mark[]): void {
    this.marks = marks.filter((m) => m.from !== null);
    const starts = this.marks.map((m) => Date.parse(String(m.from))).sort((a, b) => a - b);
    // The oldest hundredth is left off the axis: one war of 1967 would squeeze a month of news into a line.
    const low = starts[Math.floor(starts.length * 0.02)] ?? Date.now();
    const high = starts[starts.length - 1] ?? Date.now();
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
    const context = sharp(this.canvas);
    const { width, height } = this.canvas.getBoundingClientRect();
    context.clearRect(0, 0, width, height);
    if (this.marks.length === 0) return;
    const bins = Math.max(1, Math.min(180, Math.floor((width - 16) / 6)));
    const step = Math.max(DAY, (this.last - this.first) / bins);
    const counts = new Map<number, [number, number]>();
    for (const mark of this.marks) {
      const time = Date.parse(String(mark.from));
      if (time < this.first) continue;
      const bin = Math.floor((time - this.first) / step);
      const [all, hot] = counts.get(bin) ?? [0, 0];
      counts.set(bin, [all + 1, hot + (mark.status === "contested" ? 1 : 0)]);
    }
    const most = Math.max(1, ...[...counts.values()].map(([all]) => all));
    const room = height - PAD.top - PAD.bottom;
    const bar = Math.max(2, Math.min(14, this.x(this.first + step) - this.x(this.first) - 1));
    for (const [bin, [all, hot]] of counts) {
      const x = this.x(this.first + bin * step);
      const [tall, red] = [(room * all) / most, (room * hot) / most];
      context.fillStyle = colour("--mark");
      context.fillRect(x, height - PAD.bottom - tall, bar, tall);
      context.fillStyle = colour("--hot");
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
