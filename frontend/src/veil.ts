/** The switch that shows graphic passages: by the key g too, and remembered while the tab is open, for the next page. */
const KEPT = "unveiled";
const unveil = document.getElementById("unveil");

if (unveil instanceof HTMLInputElement) {
  unveil.checked = sessionStorage.getItem(KEPT) === "yes";
  unveil.addEventListener("change", () => sessionStorage.setItem(KEPT, unveil.checked ? "yes" : "no"));
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const isTyping = (at instanceof HTMLInputElement && at.type !== "checkbox") || at instanceof HTMLSelectElement;
    if (event.key === "g" && !isTyping && !event.metaKey && !event.ctrlKey && !event.altKey) unveil.click();
  });
}
