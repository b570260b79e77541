// What every part of the page uses: look-ups, the numbers of this report, announcements.
// The report can be read without scripts; they add keys, views, filters and decisions.
// Offsets are Unicode code points, as in the result file; spans are half-open.
export const $ = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export const data = JSON.parse($("#data").textContent);
export const sides = ["scrape", "canonical"];
export const panes = { scrape: $("#scrape-text"), canonical: $("#canonical-text") };
export const cards = all(".card");
export const views = ["side", "inline", "changes", "clean"];
export const state = { view: "side", query: "", card: null, place: -1, keys: true, restoring: true };
export const wide = matchMedia("(min-width: 64rem)");

export const indexOf = (card) => Number(card.id.slice(1)) - 1;
export const counted = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;

export function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

let pending;
export function say(words) {
  clearTimeout(pending);
  pending = setTimeout(() => { $("#live").textContent = words; }, 60);
}

// What has just been done, for the eyes; the same is announced.
export function tell(words, { list = [], undo = false, wrong = false } = {}) {
  const items = list.slice(0, 50).map((item) => make("li", { textContent: item }));
  if (list.length > items.length) items.push(make("li", { textContent: `and ${list.length - items.length} more` }));
  $("#told-words").textContent = words;
  $("#told-list").replaceChildren(...items);
  $("#told-undo").hidden = !undo;
  $("#told").classList.toggle("wrong", wrong);
  $("#told").hidden = !words;
  if (words) say([words, ...list.slice(0, 5)].join(" "));
}

// Storage can be full, forbidden or absent.
export function store(key, value) {
  try { localStorage.setItem(key, value); } catch { /* then it is not kept */ }
}

export function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

// View, filter and finding stand in the address, so that it can be sent to a colleague.
export function remember() {
  if (state.restoring) return;
  const hash = new URLSearchParams();
  if (state.view !== "side") hash.set("view", state.view);
  if (state.query) hash.set("q", state.query);
  if (state.card) hash.set("at", state.card.id);
  const text = hash.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

export function show(view) {
  state.view = views.includes(view) ? view : "side";
  document.body.dataset.view = state.view;
  for (const button of all("[data-view-to]")) button.setAttribute("aria-pressed", String(button.dataset.viewTo === state.view));
  remember();
}
