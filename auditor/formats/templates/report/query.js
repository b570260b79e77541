// The filter: `rule:AUD2 state:open conf:<0.9 text:"…" -sev:note`. All terms must hold.
import { cards } from "./page.js";
import { stateOf, states } from "./decisions.js";

const BOUND = /^([<>]=?|=)?(\d*\.?\d+)(%?)$/;
const compare = (sign, a, b) => sign.includes(a < b ? "<" : a > b ? ">" : "=");
const starts = (list, value) => list.some((name) => name.startsWith(value));
const severities = ["error", "warning", "note"];
const texts = new WeakMap();

// Each field makes a test of a card, or says what is wrong with its value.
const FIELDS = {
  rule: (value) => (card) => card.dataset.rule.toLowerCase().startsWith(value) || card.dataset.name.includes(value),
  sev: (value) => (starts(severities, value) ? (card) => card.dataset.sev.startsWith(value) : `sev: is one of ${severities.join(", ")}`),
  chain: (value) => (card) => (card.closest(".group").dataset.chain ?? "document") === value,
  state: (value) => (states.includes(value) ? (card) => hasState(card, value) : `state: is one of ${states.join(", ")}`),
  conf: confidence,
  text: (value) => (card) => textIn(card).includes(value),
};

function hasState(card, value) {
  const state = stateOf(card);
  return value === "decided" ? !["open", "later"].includes(state) : state === value;
}

function confidence(value) {
  const [, sign = "=", digits, percent] = BOUND.exec(value) ?? [];
  const bound = Number(digits) / (percent ? 100 : 1);
  if (!(bound <= 1)) return "conf: wants a share such as <0.9 or >=50%";
  return (card) => card.dataset.conf !== undefined && compare(sign, Number(card.dataset.conf), bound);
}

function textIn(card) {
  if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
  return texts.get(card);
}
// Before anything is added to a card, so that the words of its controls are never found.
export const readCards = () => cards.forEach(textIn);

// The terms of a query as tests, and the sentences that say what is wrong with the others.
export function parse(query) {
  const tests = [], errors = [];
  for (const [, minus, name, quoted, word] of query.matchAll(/(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+)|(?=\s|$))/gi)) {
    const value = (quoted ?? word ?? "").toLowerCase(), field = name?.toLowerCase();
    if (!name && !value) continue;
    if (name && !Object.hasOwn(FIELDS, field)) errors.push(`no field ${field}: there are ${Object.keys(FIELDS).join(", ")}`);
    else if (!value) errors.push(`${field}: wants a value`);
    else {
      const test = FIELDS[field ?? "text"](value);
      if (typeof test === "string") errors.push(test);
      else tests.push(minus ? (card) => !test(card) : test);
    }
  }
  return { tests, errors };
}
