// Filters the passages, and moves along the timeline with the arrow keys.
const input = document.querySelector("#filter");
const shown = document.querySelector("#shown");
const live = document.querySelector("#live");
const rows = [...document.querySelectorAll("table.passages tbody tr[id]")];
const texts = rows.map((row) => row.textContent.toLowerCase());

function filter() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const [index, row] of rows.entries()) {
    row.hidden = !words.every((word) => texts[index].includes(word));
    if (!row.hidden) count += 1;
  }
  shown.textContent = String(count);
  live.textContent = `${count} of ${rows.length} passages`;
}

if (input) {
  input.closest(".find").hidden = false;
  input.addEventListener("input", filter);
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

// The next cell in a direction that holds a link.
function neighbour(cell, [down, right]) {
  const table = cell.closest("table");
  let row = cell.parentElement.rowIndex + down;
  let column = cell.cellIndex + right;
  while (table.rows[row] && table.rows[row].cells[column]) {
    const link = table.rows[row].cells[column].querySelector("a");
    if (link) return link;
    row += down;
    column += right;
  }
  return null;
}

for (const link of document.querySelectorAll("table.time a")) {
  link.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = neighbour(link.closest("td, th"), step);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
