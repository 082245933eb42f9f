/** Review by keyboard: each key presses the link or button, or unfolds and goes to the field, that names it. */
import "./veil";
document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.key === "Escape" && at instanceof HTMLElement) at.blur();
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (at instanceof HTMLInputElement || at instanceof HTMLSelectElement) return;
  const named = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (!named) return;
  event.preventDefault();
  if (named instanceof HTMLInputElement || named instanceof HTMLSelectElement) {
    const fold = named.closest("details");
    if (fold) fold.open = true;
    named.focus();
  } else named.click();
});
document.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
