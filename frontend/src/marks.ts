/** What a page says of one incident for map and timeline; made by `marks_of` on the server. */
export interface Mark {
  id: string;
  name: string;
  status: string;
  from: string | null;
  to: string | null;
  sources: number;
  at?: [number, number];
  reach?: number;
}

/** The marks that the page carries. */
export function marksOnPage(): Mark[] {
  const found = document.getElementById("marks");
  return found?.textContent ? (JSON.parse(found.textContent) as Mark[]) : [];
}

/** A colour of the style sheet, so that canvas and page agree in both themes. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Sets a canvas to the pixels of its screen and gives its context in units of the page. */
export function sharp(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio || 1;
  const { width, height } = canvas.getBoundingClientRect();
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser cannot draw");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
