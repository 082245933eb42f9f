/** The desk of incidents: list, map and timeline that filter each other. Without scripts the form does the same. */
import { IncidentMap } from "./map";
import { byDay, inWindow, marksOnPage } from "./marks";
import { Timeline } from "./timeline";

const form = document.getElementById("filters") as HTMLFormElement;
const follow = document.getElementById("follow") as HTMLInputElement;
const map = new IncidentMap(document.getElementById("map") as HTMLCanvasElement, document.getElementById("tip") as HTMLElement);
const timeline = new Timeline(document.getElementById("timeline") as HTMLCanvasElement);
let asked = 0;
let isCrowded = false;
let pending = new AbortController();
let looking = new AbortController();

function field(name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

function filters(): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (String(value).trim()) query.set(name, String(value));
  return query;
}

/** Asks for the list anew and puts it, the places and the days in place of the old ones; the newest question wins. */
async function refresh(): Promise<void> {
  const query = filters();
  const number = ++asked;
  const address = `/?${query}`;
  query.set("part", "list");
  const answer = await fetch(`/?${query}`);
  const words = await answer.text();
  const old = document.getElementById("list");
  if (number !== asked || !old) return;
  if (!answer.ok) {
    location.assign(address);
    return;
  }
  const fresh = new DOMParser().parseFromString(words, "text/html").getElementById("list");
  if (!fresh) return;
  old.replaceWith(fresh);
  history.replaceState(null, "", address);
  watchList();
  show(false);
}

/** Shows what the page carries; where that is too much to carry, asks for what the map's window holds. */
function show(fit: boolean): void {
  const { marks, crowded } = marksOnPage();
  pending.abort();
  isCrowded = crowded;
  if (!crowded) {
    map.show(marks, [], fit);
    timeline.show(marks);
    return;
  }
  if (fit) map.fit();
  void crowd(fit);
  pending = new AbortController();
  void byDay(filters(), pending.signal).then((days) => days && timeline.showDays(days));
}

/** Asks what the map's window holds, and draws it; `fit` moves to where the incidents are and asks again for that window. */
async function crowd(fit = false): Promise<void> {
  looking.abort();
  looking = new AbortController();
  const found = await inWindow(filters(), map.window(), map.cellSide(), looking.signal);
  if (!found) return;
  map.show(found.marks, found.cells, fit);
  if (fit) await crowd();
}

function watchList(): void {
  for (const row of document.querySelectorAll<HTMLElement>("#list li[data-id]")) {
    row.addEventListener("pointerenter", () => map.light(row.dataset["id"] ?? null));
    row.addEventListener("focusin", () => map.light(row.dataset["id"] ?? null));
    row.addEventListener("pointerleave", () => map.light(null));
  }
}

/** While words are typed or the map is dragged, the list waits for a pause of so many milliseconds. */
const PAUSE = 120;
let later = 0;
function soon(): void {
  window.clearTimeout(later);
  later = window.setTimeout(() => void refresh(), PAUSE);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void refresh();
});
form.addEventListener("input", (event) => (event.target instanceof HTMLSelectElement ? void refresh() : soon()));
form.classList.add("live");
follow.checked = field("bbox").value !== "";
follow.addEventListener("change", () => {
  field("bbox").value = follow.checked ? map.window().join(",") : "";
  soon();
});
document.getElementById("fit")?.addEventListener("click", () => {
  map.fit(true);
  if (isCrowded) void crowd();
});
let moved = 0;
map.onMove = () => {
  window.clearTimeout(moved);
  if (isCrowded) moved = window.setTimeout(() => void crowd(), 120);
  if (!follow.checked) return;
  field("bbox").value = map.window().join(",");
  soon();
};
map.onChoose = (id) => location.assign(`/incidents/${id}`);
map.onNear = (id) => {
  for (const row of document.querySelectorAll("#list li.near")) row.classList.remove("near");
  if (id) document.getElementById(`i-${id}`)?.classList.add("near");
};
timeline.onPeriod = (since, until) => {
  field("since").value = since;
  field("until").value = until;
  void refresh();
};
/** Goes to the next or the previous incident of the list; the map lights it up, Enter opens it. */
function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("#list a.what")];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const acts: Record<string, () => void> = { "/": () => field("q").focus(), j: () => step(1), k: () => step(-1) };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

watchList();
show(true);
void map.load();
