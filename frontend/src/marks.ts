/** What a page says of one incident for map and timeline; made by `_mark` on the server. */
export interface Mark {
  id: string;
  name: string;
  status: string;
  from: string | null;
  to: string | null;
  sources: number;
  at?: [number, number];
  reach?: number;
  letter?: string;
}

/** Incidents that are too many to draw one by one: how many there are around a point, and how many of them are contested. */
export interface Cell {
  lon: number;
  lat: number;
  incidents: number;
  contested: number;
}

/** How many incidents begin on each day. */
export type Days = [day: string, incidents: number][];

interface ApiMark {
  id: string;
  lon: number | null;
  lat: number | null;
  reach: number | null;
  date_start: string | null;
  date_end: string | null;
  status: string;
  kind: string;
  place: string;
  sources: number;
}

/** The marks that the page carries, and whether there are more than it could carry. */
export function marksOnPage(): { marks: Mark[]; crowded: boolean } {
  const found = document.getElementById("marks");
  const marks = found?.textContent ? (JSON.parse(found.textContent) as Mark[]) : [];
  return { marks, crowded: found?.hasAttribute("data-crowded") ?? false };
}

/** Asks what a window of the map shows: each incident, or cells where they are many. `null` when a later question was asked. */
export async function inWindow(query: URLSearchParams, window: number[], degrees: number, signal: AbortSignal): Promise<{ marks: Mark[]; cells: Cell[] } | null> {
  const asked = new URLSearchParams(query);
  asked.set("bbox", window.join(","));
  asked.set("degrees", degrees.toFixed(4));
  try {
    const answer = await fetch(`/api/v1/map?${asked}`, { signal });
    if (!answer.ok) return null;
    const found = (await answer.json()) as { marks: ApiMark[]; cells: Cell[] };
    return { marks: found.marks.map(asMark), cells: found.cells };
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** Asks how many incidents begin on each day. */
export async function byDay(query: URLSearchParams, signal: AbortSignal): Promise<Days | null> {
  const asked = new URLSearchParams(query);
  asked.set("only", "days");
  try {
    const answer = await fetch(`/api/v1/counts?${asked}`, { signal });
    if (!answer.ok) return null;
    return Object.entries(((await answer.json()) as { days: Record<string, number> }).days);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

function asMark(one: ApiMark): Mark {
  const mark: Mark = { id: one.id, name: `${one.kind}, ${one.place || "place not said"}`, status: one.status, from: one.date_start, to: one.date_end, sources: one.sources };
  return one.lon === null || one.lat === null ? mark : { ...mark, at: [one.lon, one.lat], reach: one.reach ?? 0 };
}

/** A colour of the style sheet, so that canvas and page agree in both themes. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Sets a canvas to the pixels of its screen and gives its context in units of the page. */
export function sharp(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser cannot draw");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
