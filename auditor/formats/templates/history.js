// Filters the changes, and moves along the timeline with the arrow keys.
const find = document.querySelector(".find");
const input = document.querySelector("#filter");
const choices = [...document.querySelectorAll(".find select")];
const shown = document.querySelector("#shown");
const live = document.querySelector("#live");
const passages = [...document.querySelectorAll("tr[data-class]")];
const noise = [...document.querySelectorAll("li[data-class]")];
const steps = [...document.querySelectorAll("section[id^=step-]")];
const texts = new Map([...passages, ...noise].map((row) => [row, row.textContent.toLowerCase()]));

function fits(row, words, wanted) {
  for (const { dataset, value } of wanted) {
    const own = row.dataset[dataset.key];
    if (dataset.key === "term" ? !own.split(" ").includes(value) : own !== value) return false;
  }
  return words.every((word) => texts.get(row).includes(word));
}

function filter() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = choices.filter((choice) => choice.value);
  const filtered = words.length + wanted.length > 0;
  for (const row of texts.keys()) row.hidden = !fits(row, words, wanted);
  // A step without a change that fits is left out; what fits is unfolded.
  for (const step of steps) {
    const left = [...step.querySelectorAll("li[data-class]")].some((row) => !row.hidden);
    step.hidden = filtered && !left;
    const details = step.querySelector("details");
    if (details) details.open = filtered && left;
  }
  const count = passages.filter((row) => !row.hidden).length;
  const rest = noise.filter((row) => !row.hidden).length;
  const more = filtered ? ` and ${rest} changes of the scraping` : "";
  shown.textContent = `${count} of ${passages.length} passages${more}`;
  live.textContent = `${count} of ${passages.length} passages, ${rest} changes of the scraping`;
}

find.hidden = false;
input.addEventListener("input", filter);
for (const choice of choices) choice.addEventListener("change", filter);

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
