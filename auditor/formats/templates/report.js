// The report is complete without this script; it adds keys, views, filter and linked marks.
// Offsets are Unicode code points, as in the result file.
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const data = JSON.parse($("#data").textContent);
const panes = { scrape: $("#scrape-text"), canonical: $("#canonical-text") };
const sides = ["scrape", "canonical"];
const views = ["side", "inline", "changes", "clean"];
const cards = all(".card");
const state = { view: "side", query: "", card: null, place: -1, keys: true };
const wide = matchMedia("(min-width: 64rem)");

// --- from offsets to places in a pane -----------------------------------------------------

const SKIPPED = new Set(["A", "I", "DETAILS"]);
const foreign = { scrape: "DEL", canonical: "" };

function codePoints(text) {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) if (text.codePointAt(i) > 0xffff) { count--; i++; }
  return count;
}

function unitsFor(text, points) {
  let units = 0;
  for (let n = 0; n < points && units < text.length; n++) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}

function boxLength(box) {
  return box.textContent.split(" ").reduce((sum, name) => sum + Number(name.split("×")[1] ?? 1), 0);
}

// Nodes that hold text of the side, each with its length in code points.
function* pieces(side, root) {
  const accept = (node) => {
    const name = node.nodeName;
    if (SKIPPED.has(name) || name === foreign[side] || /^(B|DATA)$/.test(node.parentNode.nodeName)) return NodeFilter.FILTER_REJECT;
    return node.nodeType === Node.TEXT_NODE || name === "B" || name === "DATA" ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, accept);
  for (let node; (node = walker.nextNode()); ) {
    if (node.nodeName === "B") yield [node, boxLength(node)];
    else if (node.nodeName === "DATA") { const [start, end] = node.value.split("-"); yield [node, end - start]; }
    else yield [node, codePoints(node.data)];
  }
}

const sections = {};
for (const side of sides) sections[side] = all(".s", panes[side]).map((root) => ({ root, at: Number(root.dataset.at) }));

function sectionOf(side, at) {
  const list = sections[side];
  let low = 0, high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle].at <= at) low = middle; else high = middle - 1;
  }
  return low;
}

// Calls visit(node, from, to) for every piece of [start, end), from and to within the node.
function visitText(side, start, end, visit) {
  for (let i = sectionOf(side, start); i < sections[side].length && sections[side][i].at < end; i++) {
    let at = sections[side][i].at;
    for (const [node, length] of pieces(side, sections[side][i].root)) {
      if (at >= end) break;
      if (at + length > start) visit(node, Math.max(start - at, 0), Math.min(end - at, length));
      at += length;
    }
  }
}

function rangeOf(side, start, end) {
  const range = new Range();
  let found = false;
  visitText(side, start, Math.max(end, start + 1), (node, from, to) => {
    const text = node.nodeType === Node.TEXT_NODE;
    if (!found) text ? range.setStart(node, unitsFor(node.data, from)) : range.setStartBefore(node);
    text ? range.setEnd(node, unitsFor(node.data, to)) : range.setEndAfter(node);
    found = true;
  });
  return found ? range : null;
}

// A large report writes equal passages once: the canonical pane borrows them from the scrape.
function fillBorrowed(deadline) {
  for (const borrowed of borrowing) {
    const parts = document.createDocumentFragment();
    const [start, end] = borrowed.value.split("-").map(Number);
    visitText("scrape", start, end, (node, from, to) => {
      if (node.nodeType !== Node.TEXT_NODE) parts.append(node.cloneNode(true));
      else parts.append(node.data.slice(unitsFor(node.data, from), unitsFor(node.data, to)));
    });
    borrowed.replaceWith(parts);
    borrowing.delete(borrowed);
    if (!deadline.timeRemaining()) break;
  }
  if (borrowing.size) soon(fillBorrowed);
}
const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 20, { timeRemaining: () => 0 }));
const borrowing = new Set(all("data", panes.canonical));
if (borrowing.size) soon(fillBorrowed);

// --- highlights and scrolling -------------------------------------------------------------

const LIT = 12; // a finding with more places lights one at a time

function light(name, ranges) {
  if (!CSS.highlights) return;
  ranges.length ? CSS.highlights.set(name, new Highlight(...ranges)) : CSS.highlights.delete(name);
}

function unlight() {
  light("here", []);
  light("there", []);
  all(".hit").forEach((mark) => mark.classList.remove("hit"));
}

function hit(mark) {
  all(".hit").forEach((old) => old.classList.remove("hit"));
  mark?.classList.add("hit");
}

// Scrolls only the pane on a wide screen, so that the other columns stay where they are.
function reveal(target, pane, block = 0.3) {
  if (!target || !pane) return;
  const move = () => {
    const box = target.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    pane.scrollTop += box.top - frame.top - frame.height * block;
  };
  if (!wide.matches) return (target.startContainer?.parentElement ?? target).scrollIntoView({ block: "center" });
  move();
  requestAnimationFrame(move); // once more: sections get their true height when first drawn
}

const paneOf = (node) => sides.find((side) => panes[side].contains(node));
const otherSide = (side) => (side === "scrape" ? "canonical" : "scrape");

function spanOf(index, side) {
  const block = data.blocks[index];
  const at = side === "scrape" ? 0 : 2;
  return block && block[at] >= 0 ? [block[at], block[at + 1]] : null;
}

// Lights both ends of a block; scrolls the pane of the far one.
function showBlock(index, from, scroll) {
  const there = spanOf(index, otherSide(from)), here = spanOf(index, from);
  const ranges = (side, span) => (span ? [rangeOf(side, ...span)].filter(Boolean) : []);
  light("there", [...ranges(otherSide(from), there), ...ranges(from, here)]);
  const mark = document.getElementById((from === "scrape" ? "c" : "s") + index);
  if (!scroll || !there) return mark;
  hit(mark);
  if (wide.matches && state.view === "side") reveal(mark ?? ranges(otherSide(from), there)[0], panes[otherSide(from)]);
  return mark;
}

const blockOf = (node) => /^[sc]\d+$/.test(node?.id ?? "") ? Number(node.id.slice(1)) : null;

// --- findings -----------------------------------------------------------------------------

const shownCards = () => cards.filter((card) => !card.hidden);

function choose(card, { focus = true, scroll = true } = {}) {
  state.card?.removeAttribute("aria-current");
  state.card = card;
  state.place = -1;
  unlight();
  if (!card) return save();
  card.setAttribute("aria-current", "true");
  if (focus) card.focus({ preventScroll: true });
  if (scroll) reveal(card, wide.matches ? $("#findings .scroll") : null, 0.12);
  if (scroll && !wide.matches) card.scrollIntoView({ block: "start" });
  if (wide.matches) $(".bench").scrollIntoView({ block: "start" });
  lightPlaces(0);
  if (wide.matches) for (const side of sides) reveal(firstPlace(side), panes[side]);
  const list = shownCards();
  say(`Finding ${list.indexOf(card) + 1} of ${list.length}. ${$("h4", card).innerText}. ${$(".says", card).innerText}`);
  save();
}

const placesOf = (card) => data.places[Number(card.id.slice(1)) - 1];
const ranged = ([side, start, end]) => rangeOf(sides[side], start, end);

// The first place of the finding on a side, else what answers it there.
function firstPlace(side) {
  const places = placesOf(state.card), place = places.find(([of]) => sides[of] === side);
  if (place) return ranged(place);
  const at = places.length ? answer(otherSide(side), places[0][1]) : null;
  return at === null ? null : rangeOf(side, at, at + 1);
}

// The offset on the other side that answers an offset, by the block that holds it.
function answer(side, at) {
  const [here, there] = side === "scrape" ? [0, 2] : [2, 0];
  const block = data.blocks.find((b) => b[here] <= at && at < b[here + 1] && b[there] >= 0 && (side === "scrape" || b[4] < 2));
  return block ? Math.min(block[there] + at - block[here], block[there + 1] - 1) : null;
}

// The current place of the finding strongly, its other places faintly where they are few.
function lightPlaces(current) {
  const places = placesOf(state.card);
  const rest = places.length > LIT ? [] : places.filter((_, index) => index !== current);
  light("here", places.slice(current, current + 1).map(ranged).filter(Boolean));
  light("there", rest.map(ranged).filter(Boolean));
}

function step(by) {
  const list = shownCards();
  if (!list.length) return say("No finding is shown.");
  const at = list.indexOf(state.card);
  const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by;
  if (!list[next]) return say(by > 0 ? "This is the last finding." : "This is the first finding.");
  choose(list[next]);
}

// The other end of the focused mark, else the next place of the finding.
function other() {
  const mark = document.activeElement?.closest?.(".text a:is(.go, .gap, .slot)");
  if (mark) return follow(mark.hash.slice(1));
  if (!state.card) return step(1);
  const links = all(".places a", state.card);
  if (!links.length) return say("This finding has no place in the text.");
  state.place = (state.place + 1) % links.length;
  follow(links[state.place].hash.slice(1));
  lightPlaces(state.place);
  say(`Place ${state.place + 1} of ${links.length}: ${links[state.place].parentNode.innerText}`);
}

// Goes to an element by its id, whatever it is: a card, a flag or a mark.
function follow(id) {
  const target = document.getElementById(id);
  if (!target) return;
  if (target.classList.contains("card")) return choose(target);
  const side = paneOf(target);
  if (!side) return target.scrollIntoView();
  if (getComputedStyle(panes[side].closest(".column")).display === "none") show("side");
  reveal(target, panes[side]);
  hit(target);
  const block = blockOf(target);
  if (block !== null) showBlock(block, side, true);
  (target.matches("a") ? target : $("summary, a", target) ?? panes[side]).focus({ preventScroll: true });
}

// --- filter -------------------------------------------------------------------------------

const FIELDS = {
  rule: (card, value) => card.dataset.rule.toLowerCase().startsWith(value) || card.dataset.name.includes(value),
  sev: (card, value) => card.dataset.sev.startsWith(value),
  chain: (card, value) => (card.closest(".group").dataset.chain ?? "document") === value,
  text: (card, value) => card.textContent.toLowerCase().includes(value),
};

function parse(query) {
  const terms = query.matchAll(/(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi);
  return [...terms].map(([, minus, name, quoted, word]) => {
    const key = name?.toLowerCase(), test = FIELDS[key ?? "text"];
    const value = (quoted ?? word).toLowerCase();
    return test ? { test, value, want: !minus } : { unknown: key };
  });
}

function filter(query, { announce = true } = {}) {
  state.query = query;
  const terms = parse(query), unknown = terms.find((term) => term.unknown)?.unknown;
  const known = terms.filter((term) => term.test);
  for (const card of cards) card.hidden = !known.every(({ test, value, want }) => test(card, value) === want);
  for (const group of all(".group")) group.hidden = !$(".card:not([hidden])", group);
  const count = shownCards().length;
  $("#nothing").hidden = count > 0 || !cards.length;
  const words = count === cards.length ? String(count) : `${count} of ${cards.length}`;
  $("#shown").textContent = unknown ? `${words}; no such field: ${unknown}` : words;
  if (announce) say(`${words} findings shown`);
  save();
}

// --- views, hash, announcements -----------------------------------------------------------

function show(view) {
  state.view = views.includes(view) ? view : "side";
  document.body.dataset.view = state.view;
  for (const button of all("[data-view-to]")) button.setAttribute("aria-pressed", String(button.dataset.viewTo === state.view));
  save();
}

function cycle() {
  show(views[(views.indexOf(state.view) + 1) % views.length]);
  say(`View: ${$(`[data-view-to="${state.view}"]`).textContent}`);
}

let restoring = true;
function save() {
  if (restoring) return;
  const hash = new URLSearchParams();
  if (state.view !== "side") hash.set("view", state.view);
  if (state.query) hash.set("q", state.query);
  if (state.card) hash.set("at", state.card.id);
  const text = hash.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

function restore() {
  const text = location.hash.slice(1);
  restoring = true;
  const named = text.includes("=");
  const hash = new URLSearchParams(named ? text : "");
  show(hash.get("view") ?? state.view);
  $("#filter").value = hash.get("q") ?? "";
  filter($("#filter").value, { announce: false });
  restoring = false;
  const at = named ? hash.get("at") : text;
  if (at) follow(at);
}

let pending;
function say(words) {
  clearTimeout(pending);
  pending = setTimeout(() => { $("#live").textContent = words; }, 60);
}

function remember(value) {
  state.keys = value;
  $('[data-do="keys"]').setAttribute("aria-pressed", String(value));
  try { localStorage.setItem("auditor-keys", value ? "on" : "off"); } catch { /* storage may be forbidden */ }
}

function recall() {
  try { return localStorage.getItem("auditor-keys") !== "off"; } catch { return true; }
}

// --- wiring -------------------------------------------------------------------------------

function help() { $("#help").open ? $("#help").close() : $("#help").showModal(); }

const actions = {
  next: () => step(1), previous: () => step(-1), other, help,
  keys: () => { remember(!state.keys); say(state.keys ? "Keys on" : "Keys off"); },
  view: cycle, filter: () => { $("#filter").focus(); $("#filter").select(); },
};
const keys = { j: "next", k: "previous", o: "other", v: "view", "/": "filter", "?": "help" };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && !$("#help").open) {
    if (typing && typing.value) { typing.value = ""; filter(""); }
    else if (typing) (state.card ?? $("#findings")).focus();
    else unlight();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !state.keys) return;
  const name = keys[event.key];
  if (!name || ($("#help").open && name !== "help")) return;
  event.preventDefault();
  actions[name]();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do], [data-view-to]");
  if (button) return button.dataset.do ? actions[button.dataset.do]() : show(button.dataset.viewTo);
  const link = event.target.closest('a[href^="#"]');
  if (link) { event.preventDefault(); return follow(link.hash.slice(1)); }
  const ribbon = event.target.closest("[data-b]");
  if (ribbon) return follow("s" + ribbon.dataset.b);
  const card = event.target.closest(".card");
  if (card && card !== state.card && !event.target.closest("details")) return choose(card, { focus: false, scroll: false });
  const mark = event.target.closest(".text .k, .text mark, .text ins.n");
  const block = blockOf(mark);
  if (block !== null && getSelection().isCollapsed) showBlock(block, paneOf(mark), true);
});

// A click on the ruler goes to the text at that height.
for (const ruler of all(".ruler")) ruler.addEventListener("click", (event) => {
  const { side, whole } = ruler.dataset, box = ruler.getBoundingClientRect();
  const at = Math.min(Math.floor((event.clientY - box.top) / box.height * whole), whole - 1);
  reveal(rangeOf(side, at, at + 1), panes[side]);
});

function pointed(event) {
  const flag = event.target.closest?.(".text a");
  const mark = event.target.closest?.(".text mark");
  if (flag && !flag.title) flag.title = flag.getAttribute("aria-label");
  const block = blockOf(mark) ?? (flag?.matches(".go") ? Number(flag.hash.slice(2)) : null);
  const from = paneOf(event.target);
  if (block !== null && from) showBlock(block, from, event.type === "focusin");
}
document.addEventListener("pointerover", pointed);
document.addEventListener("focusin", pointed);
$("#filter").addEventListener("input", (event) => filter(event.target.value));
addEventListener("hashchange", restore);

$(".tools").hidden = false;
remember(recall());
restore();
