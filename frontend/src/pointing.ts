/** How a map is moved and asked: by pointer, wheel and keys. */

/** What a map does when it is pointed at; places are pixels of its canvas. */
export interface Pointed {
  shift(dx: number, dy: number): void;
  zoom(factor: number, x: number, y: number): void;
  /** The pointer rests here; `null` when it has left. */
  over(at: [x: number, y: number] | null): void;
  choose(x: number, y: number): void;
}

/** Pixels that an arrow key moves the map. */
const STEP = 60;
/** A pointer that moves less than so many pixels chooses instead of dragging. */
const STILL = 4;

export function listen(canvas: HTMLCanvasElement, map: Pointed): void {
  let from: [number, number] | null = null;
  let dragged = false;
  const at = (event: MouseEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    from = [event.clientX, event.clientY];
    dragged = false;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!from) return map.over(at(event));
    const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
    if (!dragged && Math.hypot(dx, dy) <= STILL) return;
    dragged = true;
    map.shift(dx, dy);
    from = [event.clientX, event.clientY];
  });
  canvas.addEventListener("pointerup", (event) => {
    if (from && !dragged) map.choose(...at(event));
    from = null;
  });
  canvas.addEventListener("pointercancel", () => (from = null));
  canvas.addEventListener("pointerleave", () => map.over(null));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    map.zoom(Math.exp(-event.deltaY / 400), ...at(event));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [box.width / 2, box.height / 2];
    const moves: Record<string, () => void> = {
      ArrowLeft: () => map.shift(STEP, 0), ArrowRight: () => map.shift(-STEP, 0), ArrowUp: () => map.shift(0, STEP), ArrowDown: () => map.shift(0, -STEP),
      "+": () => map.zoom(1.5, x, y), "-": () => map.zoom(1 / 1.5, x, y),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });
}
