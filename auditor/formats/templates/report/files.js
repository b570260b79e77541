// Decisions as a file: saved, loaded, and kept by the browser in between.
import { $, cards, counted, data, indexOf, make, recall, say, store, tell } from "./page.js";
import { ACTIONS, cardsOf, decide, decisionOf, decisions, fingerprintOf, lacksReason, restoreAll, watch } from "./decisions.js";
import { isQuoteOf, passageText, placeOf, quoteBefore } from "./reading.js";

const SCHEMA = "auditor-decisions", VERSION = 1;
const KEPT = `auditor-decisions:${data.input.sha256}`;
const KNOWN = new Set(["fingerprint", "rule", "action", "reason", "place", "after", "expires"]);

let unsaved = false;
let stale = asStale([]); // of a loaded file: their findings aren't here
let writing;

watch(() => { unsaved = true; soonKeep(); });

export const reviewer = () => $("#reviewer").value.trim();

// --- as the file has it -------------------------------------------------------------------------

function record(card) {
  const { action, reason, at, expires } = decisionOf(card);
  const [fingerprint, rule] = data.findings[indexOf(card)];
  const passage = action === "order" && data.choices[indexOf(card)].passage;
  const put = passage && { place: passageText(passage), after: quoteBefore(at, passage) };
  // What is undefined is not written.
  return { fingerprint, rule, action, reason: reason.trim() || undefined, ...put, expires: expires || undefined };
}

function anchor(card) {
  const [, , exact, prefix, suffix] = data.findings[indexOf(card)];
  return { exact, prefix, suffix };
}

const decidedCards = () => cards.filter((card) => decisionOf(card) && cardsOf(fingerprintOf(card))[0] === card);

function file(chosen) {
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

function refuse(words, list) { tell(words, { list, wrong: true }); }

// --- load ---------------------------------------------------------------------------------------

export async function loadFile(chosen) {
  let found;
  try { found = JSON.parse(await chosen.text()); } catch { refuse(`${chosen.name} is not JSON: nothing was loaded.`); return; }
  const wrong = faultOf(found);
  if (wrong) { refuse(`${chosen.name} was not loaded: ${wrong}`); return; }
  const { entries, lost } = read(found);
  decide(entries, `loading ${chosen.name}`);
  stale = asStale(lost, found.anchors);
  const odd = isText(found.reviewer ?? "") ? "" : " Its reviewer is no text.";
  if (!reviewer()) $("#reviewer").value = asText(found.reviewer);
  const list = lost.map((one) => `${one.rule} ${one.action}: ${stale.anchors[one.fingerprint]?.exact ?? one.fingerprint}`);
  const rest = lost.length ? ` ${counted(lost.length, "decision")} stale, their findings are not here; they stay in the file you save:` : "";
  tell(`Loaded ${counted(entries.length, "decision")}.${odd}${rest}`, { list, undo: entries.length > 0 });
}

function isText(value) { return typeof value === "string"; }
const asText = (value) => (isText(value) ? value : "");

// Decisions whose findings aren't here, with those of the quotes that are some.
function asStale(list, quotes) {
  const known = list.map(({ fingerprint: key }) => [key, quotes?.[key]]);
  return { decisions: list, anchors: Object.fromEntries(known.filter(([, quote]) => isText(quote?.exact) && Object.values(quote).every(isText))) };
}

// What is wrong with a decisions file, in words; empty if nothing is.
function faultOf(found) {
  if (found?.schema !== SCHEMA) return "it is no decisions file.";
  if (found.schema_version !== VERSION) return `it is of version ${JSON.stringify(found.schema_version)}, and this report reads version ${VERSION}.`;
  if (!isText(found.input?.sha256)) return "it does not say which input it is for.";
  if (found.input.sha256 !== data.input.sha256) {
    return `it decides on another input, ${asText(found.input.path) || "unnamed"} with SHA-256 ${found.input.sha256.slice(0, 16)}…; this report is of ${data.input.sha256.slice(0, 16)}….`;
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
  const decision = { action, reason: reason ?? "", expires };
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

// It may be of an older report, or of anything else at this address: what makes no sense is left.
export function restoreKept() {
  let kept;
  try { kept = JSON.parse(recall(KEPT) ?? '{"decisions":[]}'); } catch { kept = null; }
  const found = [kept?.decisions].flat();
  const here = found.filter((pair) => isText(pair?.[0]) && cardsOf(pair[0]).length && ACTIONS.includes(pair[1]?.action) && fits(...pair));
  restoreAll(here.map(([fingerprint, { action, reason, at, expires }]) => [fingerprint, { action, at, reason: asText(reason), expires: asText(expires) }]));
  stale = asStale([kept?.stale?.decisions].flat().filter((one) => !faultIn(one)), kept?.stale?.anchors);
  unsaved = !!kept?.unsaved;
  clearTimeout(writing);
  const rest = found.length > here.length ? ", the rest ignored" : "";
  if (found.length) tell(`${counted(here.length, "decision")} found in this browser${unsaved ? ", unsaved" : ""}${rest}.`);
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
