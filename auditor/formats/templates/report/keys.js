// Keys, buttons and the pointer: each leads to one function.
import { $, all, cards, recall, say, show, state, store, tell, views } from "./page.js";
import { blockOf, paneOf, showBlock, unlight } from "./marks.js";
import { ACTIONS, undo } from "./decisions.js";
import { readCards } from "./query.js";
import { choose, filter, follow, other, shownCards, step, stepUndecided } from "./findings.js";
import { acceptAll, act, clear, count, inWords, move, pick, watchCards } from "./controls.js";
import { loadFile, nameReviewer, recallReviewer, restoreKept, saveFile } from "./files.js";

function cycle() {
  show(views[(views.indexOf(state.view) + 1) % views.length]);
  const button = $(`[data-view-to="${state.view}"]`);
  say(`View: ${button.textContent}`);
}

function help() {
  const box = $("#help");
  if (box.open) box.close(); else box.showModal();
}

function takeBack() {
  const undone = undo();
  tell(undone ? `Undone: ${undone.label}. ${inWords()}` : "Nothing to undo.");
}

function save() {
  const wanting = saveFile();
  if (!wanting) return;
  if (!wanting.matches(".card")) { wanting.focus(); return; }
  choose(wanting);
  $(".reason input", wanting).focus();
}

function keysOn(on) {
  state.keys = on;
  $('[data-do="keys"]').setAttribute("aria-pressed", String(on));
  store("auditor-keys", on ? "on" : "off");
}

const actions = {
  next: () => step(1), previous: () => step(-1), "next-open": () => stepUndecided(1), "previous-open": () => stepUndecided(-1),
  ...Object.fromEntries(ACTIONS.map((action) => [action, () => act(state.card, action)])),
  up: () => move(-1), down: () => move(1), undo: takeBack, save, load: () => $("#load").click(),
  dismiss: () => tell(""), other, help, view: cycle, filter: () => { $("#filter").focus(); $("#filter").select(); },
  keys: () => { keysOn(!state.keys); say(state.keys ? "Keys on" : "Keys off"); },
  "accept-shown": () => acceptAll(shownCards(), "of those shown"),
};
const keys = {
  j: "next", k: "previous", n: "next-open", p: "previous-open", a: "accept", r: "reject", e: "keep", l: "later", A: "accept-shown",
  o: "other", v: "view", "/": "filter", u: "undo", s: "save", "?": "help",
};

const writes = (node) => node.closest?.("input:not([type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const field = writes(event.target);
  if (event.isComposing) return;
  if (event.key === "Escape" && !$("#help").open) { goBack(field); return; }
  if (event.key === "Enter" && field?.closest(".reason")) { field.closest(".card").focus(); return; }
  if (field || $("#help").open && event.key !== "?") return;
  const name = named(event);
  if (!name) return;
  event.preventDefault();
  if (typeof name === "number") pick(name); else actions[name]();
});

function named(event) {
  const command = event.ctrlKey || event.metaKey;
  if (command) return event.key.toLowerCase() === "z" && !event.shiftKey && !event.altKey ? "undo" : null;
  if (event.altKey) return { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!state.keys) return null;
  return /^[1-9]$/.test(event.key) && state.card ? Number(event.key) : keys[event.key];
}

function close(menu) {
  menu.open = false;
  $("summary", menu).focus();
}

// Esc: out of a menu, out of a field (emptied first if it is the filter), then no highlights.
function goBack(field) {
  const menu = $("details.menu[open]");
  tell("");
  if (menu) close(menu);
  else if (field?.id === "filter" && field.value) { field.value = ""; filter(""); }
  else if (field) (field.closest(".card") ?? state.card ?? $("#findings")).focus();
  else unlight();
}

// Without a jump: the pointer is there.
function stand(card) {
  if (card !== state.card) choose(card, { focus: false, scroll: false });
}

function press(button) {
  const { do: name, viewTo, acceptRule, acceptChain } = button.dataset;
  // A button in a card means that card.
  const card = button.closest(".card");
  if (card) stand(card);
  if (viewTo) show(viewTo);
  else if (name === "clear") clear(card);
  else if (name) actions[name]();
  else if (acceptRule) acceptAll(cards.filter(({ dataset }) => dataset.rule === acceptRule), `of ${acceptRule}`);
  else if (acceptChain) acceptAll(all(".card", button.closest(".group")), "of this group");
  const menu = button.closest("details.menu");
  if (menu) close(menu);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do], button[data-view-to], button[data-accept-rule], button[data-accept-chain]");
  if (button) { press(button); return; }
  const link = event.target.closest('a[href^="#"]');
  if (link) { event.preventDefault(); follow(link.hash.slice(1)); return; }
  const ribbon = event.target.closest("[data-b]");
  if (ribbon) { follow(`s${ribbon.dataset.b}`); return; }
  const card = event.target.closest(".card");
  if (card && card !== state.card && !event.target.closest("details")) { stand(card); return; }
  const mark = event.target.closest(".text .k, .text mark, .text ins.n");
  const block = blockOf(mark);
  if (block !== null && getSelection().isCollapsed) showBlock(block, paneOf(mark), true);
});

function pointed(event) {
  const flag = event.target.closest?.(".text a");
  const mark = event.target.closest?.(".text mark");
  if (flag && !flag.title) flag.title = flag.getAttribute("aria-label") ?? "";
  const block = blockOf(mark) ?? (flag?.matches(".go") ? Number(flag.hash.slice(2)) : null);
  const from = paneOf(event.target);
  if (block !== null && from) showBlock(block, from, event.type === "focusin");
}
document.addEventListener("pointerover", pointed);
document.addEventListener("focusin", pointed);

function restore() {
  const text = location.hash.slice(1), isNamed = text.includes("=");
  const hash = new URLSearchParams(isNamed ? text : "");
  state.restoring = true;
  show(hash.get("view") ?? state.view);
  $("#filter").value = hash.get("q") ?? "";
  filter($("#filter").value, { announce: false });
  state.restoring = false;
  const at = isNamed ? hash.get("at") : text;
  if (at) follow(at);
}

$("#filter").addEventListener("input", (event) => filter(event.target.value));
$("#reviewer").addEventListener("change", (event) => nameReviewer(event.target.value.trim()));
$("#load").addEventListener("change", async ({ target }) => {
  const [chosen] = target.files;
  if (chosen) await loadFile(chosen);
  target.value = ""; // the same file can be chosen again
});
addEventListener("hashchange", restore);

for (const hidden of all("[data-scripted]")) hidden.hidden = false;
readCards();
keysOn(recall("auditor-keys") !== "off");
recallReviewer();
restoreKept();
count();
watchCards();
restore();
