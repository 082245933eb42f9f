/** A report: j and k go through its claims, a click on marked words opens their claim. */
import "./veil";
const claims = [...document.querySelectorAll<HTMLElement>("aside li[data-claim]")];

function go(step: number): void {
  const now = claims.findIndex((one) => one.classList.contains("lit"));
  const next = claims[Math.max(0, Math.min(claims.length - 1, now + step))];
  if (next) location.replace(`?claim=${next.dataset["claim"]}#lit`);
}

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || event.target instanceof HTMLInputElement) return;
  if (event.key === "j") go(1);
  if (event.key === "k") go(-1);
});
for (const words of document.querySelectorAll<HTMLElement>("[data-claims]")) {
  words.addEventListener("click", () => location.replace(`?claim=${words.dataset["claims"]?.split(" ")[0]}#lit`));
}
document.querySelector("aside li.lit")?.scrollIntoView({ block: "nearest" });
document.getElementById("lit")?.scrollIntoView({ block: "center" });
