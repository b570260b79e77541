// The controls of a card: radios, the reason, and for an open passage its places.
import { $, all, cards, data, indexOf, make, panes, say, state, tell, wide } from "./page.js";
import { cardsOf, decide, decisionOf, fingerprintOf, lacksReason, progress, watch } from "./decisions.js";
import { behind } from "./reading.js";
import { reveal } from "./marks.js";

const DONE = { accept: "Accepted", reject: "Rejected", keep: "Kept", order: "Put", later: "Put off" };
const mounted = new WeakSet();

watch((fingerprints) => {
  tell("");
  for (const fingerprint of fingerprints) cardsOf(fingerprint).forEach(sync);
  count();
});

// Controls are made when a card comes near: a page can have thousands.
export function mount(card) {
  if (mounted.has(card)) return;
  mounted.add(card);
  const form = $("#decide").content.cloneNode(true).firstElementChild;
  const choice = data.choices[indexOf(card)];
  $("legend", form).textContent = `Decision on ${card.id}`;
  if (choice) addPlaces(form, choice);
  for (const radio of all("input[type=radio]", form)) radio.name = `decide-${card.id}`;
  const needs = $(".needs", form), reason = $(".reason input", form);
  needs.id = `needs-${card.id}`;
  reason.setAttribute("aria-describedby", needs.id);
  form.addEventListener("change", (event) => changed(card, event.target));
  card.append(form);
  sync(card);
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) { mount(target); near.unobserve(target); }
}, { rootMargin: "1500px", scrollMargin: "1500px" });
export const watchCards = () => cards.forEach((card) => near.observe(card));

function addPlaces(form, { sure, places }) {
  const list = $(".order", form), here = $("[value=accept]", form);
  here.nextElementSibling.textContent = `Accept as shown, ${sure}`;
  list.prepend(here.parentNode);
  $(".row", form).before(list);
  places.forEach(([at, chance], index) => {
    const radio = make("input", { type: "radio", value: "order" });
    radio.dataset.at = at;
    const key = index < 9 ? [make("kbd", { textContent: String(index + 1) })] : [];
    list.insertBefore(make("label", {}, radio, make("span", {}, behind(at), ` ${chance} `, ...key)), list.lastElementChild);
  });
  list.hidden = false;
}

function changed(card, input) {
  const more = input.dataset.at === undefined ? {} : { at: Number(input.dataset.at) };
  // Arrow keys go through radios: none of them may take the focus away.
  if (input.type === "radio") act(card, input.value, more, { ask: false });
  else if (input.closest(".reason")) giveReason(card, input.value);
}

function giveReason(card, reason) {
  const before = decisionOf(card);
  if (!before || before.reason === reason) return;
  if (reason.trim()) $("#reasons").prepend(make("option", { value: reason.trim() }));
  decide([[fingerprintOf(card), { ...before, reason }]], `the reason of ${card.id}`);
  say(lacksReason(decisionOf(card)) ? $(".needs", card).textContent : `Reason noted. ${inWords()}`);
}

// One decision on one card; a key that needs a reason leads to it at once.
export function act(card, action, more = {}, { ask = true } = {}) {
  if (!card) { say("Choose a finding first, with j."); return; }
  if (action === "order" && more.at === undefined) { move(1); return; }
  mount(card);
  const before = decisionOf(card);
  if (before?.action !== action || before.at !== more.at) {
    decide([[fingerprintOf(card), { action, reason: carried(before, action), ...more }]], `${DONE[action].toLowerCase()} ${card.id}`);
  }
  if (action === "order" && wide.matches) reveal($(`.put [href="#${card.id}"]`, panes.canonical), panes.canonical);
  if (!lacksReason(decisionOf(card))) { say(`${$(".made", card).textContent}. ${inWords()}`); return; }
  say(`${DONE[action]} ${card.id}. ${$(".needs", card).textContent}`);
  if (ask) $(".reason input", card).focus();
}

// Why a problem is left often says as well why it is none.
function carried(before, action) {
  const reasoned = [before?.action, action].every((name) => lacksReason({ action: name, reason: "" }));
  return reasoned ? before.reason : "";
}

// The n-th of the other places of the open passage.
export function pick(number) {
  const place = state.card && data.choices[indexOf(state.card)]?.places[number - 1];
  if (place) act(state.card, "order", { at: place[0] });
  else say("This finding has no such place to choose.");
}

// Moves the open passage by one fragment.
export function move(by) {
  const choice = state.card && data.choices[indexOf(state.card)];
  if (!choice) { say("Only a passage whose place is open can be moved."); return; }
  const [start, end] = choice.passage, decision = decisionOf(state.card);
  const now = decision?.action === "order" ? decision.at : start;
  const stops = data.stops.filter((at) => at <= start || at > end);
  const next = by > 0 ? stops.find((at) => at > now) : stops.findLast((at) => at < now);
  if (next === undefined) say(`It stands at the ${by > 0 ? "end" : "head"}.`);
  else if (next === start) act(state.card, "accept");
  else act(state.card, "order", { at: next });
}

// --- what a card shows of its decision ---------------------------------------------------------

function sync(card) {
  const decision = decisionOf(card), lacking = lacksReason(decision);
  card.dataset.action = decision?.action ?? "";
  card.classList.toggle("lacking", lacking);
  $(".clear-decision", card)?.toggleAttribute("hidden", !decision);
  $(".made", card)?.remove();
  if (decision) $("h4", card).after(make("p", { className: "made" }, ...inPrint(decision)));
  const form = $(".decide", card);
  if (!form) return;
  for (const radio of all("input[type=radio]", form)) radio.checked = chosen(radio, decision, form);
  const reason = $(".reason input", form);
  reason.value = decision?.reason ?? "";
  reason.parentNode.hidden = !decision;
  reason.required = lacking;
  reason.setAttribute("aria-invalid", String(lacking));
  const needs = $(".needs", form);
  needs.textContent = lacking ? `Say why: without a reason to ${decision.action} it, this finding stays open.` : "";
}

function chosen(radio, decision, form) {
  if (radio.value !== decision?.action) return false;
  if (radio.value !== "order") return true;
  const known = $(`[data-at="${decision.at}"]`, form);
  return known ? radio === known : radio.dataset.at === undefined;
}

function inPrint(decision) {
  const { action, reason, at } = decision, why = reason && `: ${reason}`;
  if (lacksReason(decision)) return [`${DONE[action]}, but without a reason: still open`];
  return action === "order" ? ["Put ", behind(at), why] : [DONE[action], why];
}

export function inWords() {
  const { decided, later, total } = progress();
  const rest = later ? `, ${later} later` : "";
  return `${decided} of ${total} decided${rest}.`;
}

export function count() {
  const { decided, later, total } = progress();
  $("#decided").textContent = `${decided}/${total}`;
  $("#put-off").textContent = later ? `${later} later` : "";
  $("#progress").max = total || 1;
  $("#progress").value = decided;
}

// Accepts what has no decision yet among the given cards, as one step to undo.
export function acceptAll(chosenCards, what) {
  const open = chosenCards.filter((card) => !decisionOf(card));
  if (!open.length) { tell(`Nothing is left to accept ${what}.`); return; }
  const entries = open.map((card) => [fingerprintOf(card), { action: "accept", reason: "" }]);
  decide(entries, `accepting ${open.length} ${what}`);
  tell(`Accepted ${open.length} ${what}. ${inWords()}`, { undo: true });
}

export function clear(card) {
  decide([[fingerprintOf(card), null]], `clearing ${card.id}`);
  say(`${card.id} is open again. ${inWords()}`);
  card.focus();
}
