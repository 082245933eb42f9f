/** The page of one incident: its map, and the way to what the matrix hides on its right. */
import "./veil";
import { IncidentMap } from "./map";
import { marksOnPage } from "./marks";

const canvas = document.getElementById("map");
const tip = document.getElementById("tip");
if (canvas instanceof HTMLCanvasElement && tip) {
  const map = new IncidentMap(canvas, tip);
  const { marks } = marksOnPage();
  map.show(marks, [], true);
  map.light(marks[0]?.id ?? null);
  void map.load();
}

const matrix = document.getElementById("matrix");
const onward = document.getElementById("onward");
if (matrix && onward) {
  const heads = [...matrix.querySelectorAll<HTMLElement>(".voices th")];
  const tell = (): void => {
    const edge = matrix.getBoundingClientRect().right;
    const beyond = heads.filter((head) => head.getBoundingClientRect().right > edge + 8).length;
    matrix.classList.toggle("more", beyond > 0);
    onward.hidden = beyond === 0;
    onward.textContent = `${beyond} more ${beyond === 1 ? "source" : "sources"} to the right →`;
  };
  onward.addEventListener("click", () => matrix.scrollBy({ left: matrix.clientWidth * 0.7, behavior: "smooth" }));
  matrix.addEventListener("scroll", tell, { passive: true });
  new ResizeObserver(tell).observe(matrix);
}
