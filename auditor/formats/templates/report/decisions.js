// An editor's decisions, by the fingerprint of the finding; every change can be undone.
// A decision is { action, reason, at?, expires? }; `at` is the offset of the canonical text that
// an open passage is put to.
import { cards, data, indexOf } from "./page.js";

export const ACTIONS = ["accept", "reject", "keep", "order", "later"];
const STATES = { accept: "accepted", reject: "rejected", keep: "kept", order: "ordered", later: "later" };
export const states = ["open", "decided", ...Object.values(STATES)];

export const decisions = new Map();
const past = []; // what can be undone, the last step last
const watchers = [];

export const fingerprintOf = (card) => data.findings[indexOf(card)][0];
export const decisionOf = (card) => decisions.get(fingerprintOf(card));
export const isDecided = (decision) => Boolean(decision) && decision.action !== "later" && !lacksReason(decision);

const siblings = new Map();
for (const card of cards) {
  const fingerprint = fingerprintOf(card);
  siblings.set(fingerprint, [...(siblings.get(fingerprint) ?? []), card]);
}
export const cardsOf = (fingerprint) => siblings.get(fingerprint) ?? [];

// A false alarm, or a problem left on purpose: whoever reads the file must know why.
export function lacksReason(decision) {
  return ["reject", "keep"].includes(decision?.action) && !decision.reason.trim();
}

export function stateOf(card) {
  const decision = decisionOf(card);
  return !decision || lacksReason(decision) ? "open" : STATES[decision.action];
}

export function watch(watcher) { watchers.push(watcher); }

function enter(entries) {
  for (const [fingerprint, decision] of entries) {
    if (decision) decisions.set(fingerprint, decision); else decisions.delete(fingerprint);
  }
  for (const watcher of watchers) watcher(entries.map(([fingerprint]) => fingerprint));
}

// Takes pairs of a fingerprint and its decision, or null for none.
export function decide(entries, label) {
  if (!entries.length) return;
  past.push({ label, before: entries.map(([fingerprint]) => [fingerprint, decisions.get(fingerprint)]) });
  enter(entries);
}

// What was stored by this browser: it comes before all that can be undone.
export const restoreAll = enter;

export function undo() {
  const step = past.pop();
  if (step) enter(step.before);
  return step;
}

export function progress() {
  let decided = 0, later = 0;
  for (const card of cards) {
    const decision = decisionOf(card);
    if (isDecided(decision)) decided++;
    else if (decision?.action === "later") later++;
  }
  return { decided, later, total: cards.length };
}
