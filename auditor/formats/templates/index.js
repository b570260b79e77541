// The table is complete without this script; it makes the headings sort, and rows be found.
const body = document.querySelector("tbody");
const headings = [...document.querySelectorAll("thead th")];
const collator = new Intl.Collator("en", { numeric: true });

function compare(a, b) {
  const [x, y] = [Number(a), Number(b)];
  return a !== "" && b !== "" && !isNaN(x) && !isNaN(y) ? x - y : collator.compare(a, b);
}

function sort(heading, column) {
  const down = heading.getAttribute("aria-sort") === "ascending";
  const keyed = [...body.rows].map((row) => [row.cells[column].dataset.sort, row]);
  const sorted = keyed.toSorted(([a], [b]) => compare(a, b) * (down ? -1 : 1));
  body.append(...sorted.map(([, row]) => row));
  for (const other of headings) other.setAttribute("aria-sort", "none");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  document.querySelector("#live").textContent = `Sorted by ${heading.textContent}, ${down ? "descending" : "ascending"}`;
}

const words = new Map([...(body?.rows ?? [])].map((row) => [row, row.textContent.toLowerCase()]));

// Rows that hold every word of the query.
function find(query) {
  const wanted = query.toLowerCase().split(/\s+/);
  let count = 0;
  for (const [row, text] of words) {
    row.hidden = !wanted.every((word) => text.includes(word));
    if (!row.hidden) count++;
  }
  document.querySelector("#shown").textContent = count === words.size ? String(count) : `${count} of ${words.size}`;
}

if (body) {
  document.querySelector(".find").hidden = false;
  document.querySelector("#filter").addEventListener("input", ({ target }) => find(target.value));
}

headings.forEach((heading, column) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = heading.textContent;
  button.addEventListener("click", () => sort(heading, column));
  heading.replaceChildren(button);
});
