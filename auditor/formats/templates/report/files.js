// Decisions as a file: saved, loaded, and kept by the browser in between.
import { $, cards, counted, data, indexOf, make, recall, say, store, tell } from "./page.js";
import { ACTIONS, cardsOf, decide, decisionOf, decisions, fingerprintOf, lacksReason, restoreAll, watch } from "./decisions.js";
import { isQuoteOf, passageText, placeOf, quoteBefore } from "./reading.js";

const SCHEMA = "auditor-decisions", VERSION = 1;
const KEPT = `auditor-decisions:${data.input.sha256}`;
const KNOWN = new Set(["fingerprint", "rule", "action", "reason", "place", "after", "expires"]);

let unsaved = false;
let stale = { decisions: [], anchors: {} }; // of a loaded file: their findings aren't here
let writing;

watch(() => { unsaved = true; soonKeep(); });

export const reviewer = () => $("#reviewer").value.trim();

// --- as the file has it -------------------------------------------------------------------------

function record(card) {
  const { action, reason, at, expires } = decisionOf(card);
  const [fingerprint, rule] = data.findings[indexOf(card)];
  const made = { fingerprint, rule, action };
  if (reason.trim()) made.reason = reason.trim();
  if (action === "order") {
    const { passage } = data.choices[indexOf(card)];
    made.place = passageText(passage);
    made.after = quoteBefore(at, passage);
  }
  if (expires) made.expires = expires;
  return made;
}

function anchor(card) {
  const [, , exact, prefix, suffix] = data.findings[indexOf(card)];
  return { exact, prefix, suffix };
}

function decidedCards() {
  const seen = new Set();
  return cards.filter((card) => decisionOf(card) && !seen.has(fingerprintOf(card)) && seen.add(fingerprintOf(card)));
}

export function file(chosen = decidedCards()) {
  const anchors = { ...stale.anchors };
  for (const card of chosen) if (data.findings[indexOf(card)][2]) anchors[fingerprintOf(card)] = anchor(card);
  const made = [...chosen.map(record), ...stale.decisions];
  return { schema: SCHEMA, schema_version: VERSION, input: data.input, reviewer: reviewer(), decisions: made, anchors };
}

// --- save ---------------------------------------------------------------------------------------

export function saveFile() {
  const chosen = decidedCards(), lacking = chosen.filter((card) => lacksReason(decisionOf(card)));
  if (lacking.length) { refuse("Not saved: rejecting or keeping needs a reason.", lacking.map(({ id }) => `${id} has none.`)); return lacking[0]; }
  if (!chosen.length && !stale.decisions.length) { refuse("Nothing to save: no decision is made yet."); return null; }
  if (!reviewer()) { refuse("Not saved: give your name, so that others know who decided."); return $("#reviewer"); }
  const name = `${data.file}.decisions.json`, made = file(chosen);
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(made, null, 1)}\n`], { type: "application/json" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  unsaved = false;
  keepHere();
  tell(`Saved ${counted(made.decisions.length, "decision")} as ${name}.`);
  return null;
}

function refuse(words, list = []) { tell(words, { list, wrong: true }); }

// --- load ---------------------------------------------------------------------------------------

export async function loadFile(chosen) {
  let found;
  try { found = JSON.parse(await chosen.text()); } catch { refuse(`${chosen.name} is not JSON: nothing was loaded.`); return; }
  const wrong = faultOf(found);
  if (wrong) { refuse(`${chosen.name} was not loaded: ${wrong}`); return; }
  const { entries, lost } = read(found);
  decide(entries, `loading ${chosen.name}`);
  stale = { decisions: lost, anchors: Object.fromEntries(lost.map(({ fingerprint: key }) => [key, found.anchors?.[key]]).filter(([, quote]) => quote)) };
  if (isText(found.reviewer) && !reviewer()) { $("#reviewer").value = found.reviewer; }
  const list = lost.map((one) => `${one.rule} ${one.action}: ${stale.anchors[one.fingerprint]?.exact ?? one.fingerprint}`);
  const rest = lost.length ? ` ${counted(lost.length, "decision")} stale, their findings are not here; they stay in the file you save:` : "";
  tell(`Loaded ${counted(entries.length, "decision")}.${rest}`, { list, undo: entries.length > 0 });
}

const isText = (value) => typeof value === "string";

// What is wrong with a decisions file, in words; empty if nothing is.
function faultOf(found) {
  if (found?.schema !== SCHEMA) return "it is no decisions file.";
  if (found.schema_version !== VERSION) return `it is of version ${found.schema_version}, and this report reads version ${VERSION}.`;
  if (!isText(found.input?.sha256)) return "it does not say which input it is for.";
  if (found.input.sha256 !== data.input.sha256) {
    return `it decides on another input, ${found.input.path ?? "unnamed"} with SHA-256 ${found.input.sha256.slice(0, 16)}…; this report is of ${data.input.sha256.slice(0, 16)}….`;
  }
  if (!Array.isArray(found.decisions)) return "it has no list of decisions.";
  const wrong = found.decisions.map(faultIn).find(Boolean);
  if (wrong) return wrong;
  return new Set(found.decisions.map(({ fingerprint }) => fingerprint)).size < found.decisions.length ? "it decides on one finding twice." : "";
}

function faultIn(made, index) {
  const at = `decision ${index + 1}`;
  if (!isText(made?.fingerprint) || !isText(made.rule)) return `${at} names no finding.`;
  if (!ACTIONS.includes(made.action)) return `${at} has no action out of ${ACTIONS.join(", ")}.`;
  const odd = Object.entries(made).find(([key, value]) => !KNOWN.has(key) || !(isText(value) || value === null));
  if (odd) return `${at} has something that is not known there, ${odd[0]}.`;
  if (lacksReason({ action: made.action, reason: made.reason ?? "" })) return `${at} has no reason to ${made.action}.`;
  if ((made.action === "order") !== (isText(made.place) && isText(made.after))) return `${at}: place and after go with order, both.`;
  return made.expires && !["reject", "keep"].includes(made.action) ? `${at}: only reject and keep expire.` : "";
}

// The decisions as this page holds them, and those whose finding or place isn't here.
function read({ decisions: made }) {
  const entries = [], lost = [];
  for (const one of made) {
    const [card] = cardsOf(one.fingerprint), decision = card && asDecision(one, indexOf(card));
    if (decision) entries.push([one.fingerprint, decision]); else lost.push(one);
  }
  return { entries, lost };
}

function asDecision({ rule, action, reason, place, after, expires }, index) {
  if (data.findings[index][1] !== rule) return null;
  const decision = { action, reason: reason ?? "" };
  if (expires) decision.expires = expires;
  if (action !== "order") return decision;
  const choice = data.choices[index], at = choice && placeOf(after, choice);
  return choice && at !== null && isQuoteOf(place, choice.passage) ? { ...decision, at } : null;
}

// --- kept by the browser ------------------------------------------------------------------------

function soonKeep() {
  clearTimeout(writing);
  writing = setTimeout(keepHere, 300);
}

// As in the page, unfinished ones too; offsets hold, since the input is the same.
export function keepHere() {
  clearTimeout(writing);
  store(KEPT, JSON.stringify({ unsaved, decisions: [...decisions], stale }));
}

export function restoreKept() {
  let kept;
  try { kept = JSON.parse(recall(KEPT) ?? "{}"); } catch { kept = {}; }
  if (!Array.isArray(kept?.decisions)) return;
  const here = kept.decisions.filter((pair) => isText(pair?.[0]) && cardsOf(pair[0]).length && ACTIONS.includes(pair[1]?.action) && fits(...pair));
  restoreAll(here.map(([fingerprint, { action, reason, at, expires }]) => [fingerprint, { action, at, reason: String(reason ?? ""), ...(isText(expires) && { expires }) }]));
  if (Array.isArray(kept.stale?.decisions)) stale = { decisions: kept.stale.decisions.filter((one) => isText(one?.fingerprint)), anchors: { ...kept.stale.anchors } };
  unsaved = !!kept.unsaved;
  clearTimeout(writing);
  if (here.length) tell(`${counted(here.length, "decision")} found in this browser${unsaved ? ", unsaved" : ""}.`);
}

// An order holds only where the passage is open in this report too.
function fits(fingerprint, { action, at }) {
  const choice = data.choices[indexOf(cardsOf(fingerprint)[0])];
  return action !== "order" || (choice && Number.isInteger(at) && at >= 0 && at <= data.length);
}

addEventListener("pagehide", () => { if (unsaved) keepHere(); });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

export function nameReviewer(name) {
  store("auditor-reviewer", name);
  say(name ? `Reviewer: ${name}` : "No reviewer");
}
export const recallReviewer = () => { $("#reviewer").value = recall("auditor-reviewer") ?? ""; };
