// Going from finding to finding, and from one place of a finding to the next.
import { $, all, cards, indexOf, panes, remember, say, show, sides, state, wide } from "./page.js";
import { blockOf, cardList, firstPlace, hit, lightPlaces, paneOf, reveal, showBlock, unlight } from "./marks.js";
import { decisionOf, isDecided, progress, stateOf } from "./decisions.js";
import { parse } from "./query.js";
import { mount } from "./controls.js";

export const shownCards = () => cards.filter((card) => !card.hidden);

export function choose(card, { focus = true, scroll = true } = {}) {
  state.card?.removeAttribute("aria-current");
  state.card = card;
  state.place = -1;
  unlight();
  mount(card);
  card.setAttribute("aria-current", "true");
  if (focus) card.focus({ preventScroll: true });
  if (scroll) bring(card);
  lightPlaces(indexOf(card), 0);
  if (wide.matches) for (const side of sides) reveal(firstPlace(indexOf(card), side), panes[side]);
  const list = shownCards();
  say(`Finding ${list.indexOf(card) + 1} of ${list.length}, ${stateOf(card)}. ${$("h4", card).innerText}. ${$(".says", card).innerText}`);
  remember();
}

function bring(card) {
  if (!wide.matches) { card.scrollIntoView({ block: "start" }); return; }
  reveal(card, cardList(), 0.12);
  $(".bench").scrollIntoView({ block: "start" });
}

export function step(by) {
  const list = shownCards();
  if (!list.length) { say("No finding is shown."); return; }
  const at = list.indexOf(state.card);
  const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];
  if (next) choose(next);
  else say(`This is the ${by > 0 ? "last" : "first"} finding.`);
}

const waits = (card) => !isDecided(decisionOf(card)) && stateOf(card) !== "later";

// The next finding that waits for a decision, round the end; those put off wait no longer.
export function stepUndecided(by) {
  const list = shownCards(), at = list.indexOf(state.card);
  for (let n = 1; n <= list.length; n++) {
    const start = at < 0 && by < 0 ? 0 : at;
    const card = list[(start + by * n + list.length * 2) % list.length];
    if (waits(card)) { if (card !== state.card) choose(card); else say("This is the only one left."); return; }
  }
  const { later } = progress();
  const rest = later ? `; ${later} put off: state:later shows them` : "";
  say(`Nothing is undecided here${rest}.`);
}

// The other end of the focused mark, else the next place of the finding.
export function other() {
  const mark = document.activeElement?.closest?.(".text a:is(.go, .gap, .slot)");
  if (mark) { follow(mark.hash.slice(1)); return; }
  if (!state.card) { step(1); return; }
  const links = all(".places a", state.card);
  if (!links.length) { say("This finding has no place in the text."); return; }
  state.place = (state.place + 1) % links.length;
  follow(links[state.place].hash.slice(1));
  lightPlaces(indexOf(state.card), state.place);
  say(`Place ${state.place + 1} of ${links.length}: ${links[state.place].parentNode.innerText}`);
}

// Goes to an element by its id, whatever it is: a card, a flag or a mark.
export function follow(id) {
  const target = document.getElementById(id);
  if (!target) return;
  if (target.classList.contains("card")) { choose(target); return; }
  const side = paneOf(target);
  if (!side) { target.scrollIntoView(); return; }
  if (getComputedStyle(panes[side].closest(".column")).display === "none") show("side");
  reveal(target, panes[side]);
  hit(target);
  const block = blockOf(target);
  if (block !== null) showBlock(block, side, true);
  (target.matches("a") ? target : $("summary, a", target) ?? panes[side]).focus({ preventScroll: true });
}

// --- filter -------------------------------------------------------------------------------

export function filter(query, { announce = true } = {}) {
  state.query = query;
  const { tests, errors } = parse(query);
  for (const card of cards) card.hidden = !tests.every((test) => test(card));
  for (const group of all(".group")) group.hidden = !$(".card:not([hidden])", group);
  const count = shownCards().length;
  $("#nothing").hidden = count > 0 || !cards.length;
  const words = count === cards.length ? String(count) : `${count} of ${cards.length}`;
  $("#shown").textContent = words;
  $("#query-error").textContent = errors.length ? `Not understood: ${errors.join("; ")}.` : "";
  $("#filter").setAttribute("aria-invalid", String(errors.length > 0));
  if (announce) say([`${words} findings shown.`, $("#query-error").textContent].join(" "));
  remember();
}
