// Filters the list by what stands on its rows; the choice is kept in the address, so that a view can be passed on.
const form = document.getElementById("filters");
const rows = [...document.querySelectorAll("#incidents > li")];
const fits = (row, q) =>
  q.get("q").toLowerCase().split(/\s+/).every((word) => row.dataset.words.includes(word)) &&
  (!q.get("kind") || row.dataset.kind === q.get("kind")) &&
  (!q.get("status") || row.dataset.status === q.get("status")) &&
  (!q.get("since") || (row.dataset.to && row.dataset.to >= q.get("since"))) &&
  (!q.get("until") || (row.dataset.from && row.dataset.from <= q.get("until")));
function show() {
  const query = new FormData(form);
  let count = 0;
  for (const row of rows) {
    row.hidden = !fits(row, query);
    count += row.hidden ? 0 : 1;
  }
  document.getElementById("count").textContent = `${count} incident${count === 1 ? "" : "s"}`;
  document.getElementById("none").hidden = count > 0;
  history.replaceState(null, "", "#" + new URLSearchParams([...query].filter(([, value]) => value)));
}
for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
  if (form.elements[name]) form.elements[name].value = value;
}
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();
