/** The map of one incident. */
import { IncidentMap } from "./map";
import { marksOnPage } from "./marks";

const canvas = document.getElementById("map");
const tip = document.getElementById("tip");
if (canvas instanceof HTMLCanvasElement && tip) {
  const map = new IncidentMap(canvas, tip);
  const marks = marksOnPage();
  map.show(marks, true);
  map.light(marks[0]?.id ?? null);
  void map.load().then(() => map.fit());
}
