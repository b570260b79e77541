// The canonical pane follows the decisions: what was put elsewhere, what stays as scraped.
// `auditor apply` writes the text; this shows it. Added text stands in <i class="put">, which
// offsets don't count; text that gives way stands in <s class="left">.
import { $, all, data, indexOf, make, panes } from "./page.js";
import { fill, lastAt, nodesOf, rangeOf, textOf } from "./offsets.js";
import { cardsOf, decisions, watch } from "./decisions.js";

const MOVED = 1, REPEATED = 2, INSERTED = 3, MISSING = 4, REMOVED = 5; // roles, and what else a repair does
const BLOCKS = 200; // of one finding that are shown as kept
const QUOTE = 16, LONGEST_QUOTE = 400; // characters that name a place

const shown = new Map(); // fingerprint: what takes its effects back

watch((fingerprints) => fingerprints.forEach(redraw));

function redraw(fingerprint) {
  shown.get(fingerprint)?.reverse().forEach((back) => back());
  shown.delete(fingerprint);
  const decision = decisions.get(fingerprint), [card] = cardsOf(fingerprint);
  if (!decision || !card) return;
  const effects = effectsOf(indexOf(card), card.id, decision);
  if (effects.length) shown.set(fingerprint, effects);
}

function effectsOf(index, id, decision) {
  const choice = data.choices[index];
  if (decision.action === "order" && choice) {
    const copy = copyOf("canonical", ...choice.passage);
    return [strike(...choice.passage), putText(decision.at, copy, id, "put here")];
  }
  if (decision.action === "accept") return removed(index);
  return ["reject", "keep"].includes(decision.action) ? keepScraped(index, id) : [];
}

const repairsOf = (index) => data.repairs[data.findings[index][1]] ?? [];

// The spans that the repair of a finding is about: one whole range where it concerns a document.
function claimsOf(index) {
  const places = data.places[index].filter(([side, start, end]) => end > start && (!side || repairsOf(index).includes(MISSING)));
  const here = places.filter(([side]) => !side);
  if (!repairsOf(index).includes(INSERTED) || repairsOf(index).includes(REMOVED) || !here.length) return places;
  return [[0, here[0][1], Math.max(...here.map(([, , end]) => end))], ...places.filter(([side]) => side)];
}

let claims; // of all findings: side, start, end, finding
function allClaims() {
  claims ??= data.findings.flatMap((_, index) => claimsOf(index).map(([side, start, end]) => [side, start, end, index]));
  return claims;
}

// Of several findings that would repair a passage, the one with the shortest span does.
function owns(index, side, start, end, role) {
  let best = null;
  for (const claim of allClaims()) {
    if (claim[0] !== side || claim[1] > start || claim[2] < end || !repairsOf(claim[3]).includes(role)) continue;
    if (!best || claim[2] - claim[1] < best[2] - best[1]) best = claim;
  }
  return best?.[3] === index;
}

// What the repair would take out, put elsewhere or put in stays as it was scraped.
function keepScraped(index, id) {
  const effects = [];
  for (const [side, start, end] of claimsOf(index)) {
    const inside = side ? data.missing.filter(([from, to]) => start <= from && to <= end) : blocksIn(start, end);
    const owned = inside.filter((item) => (side ? owns(index, 1, ...item, MISSING) : owns(index, 0, ...data.blocks[item].slice(0, 2), data.blocks[item][4])));
    for (const item of owned.slice(0, BLOCKS - effects.length)) effects.push(...(side ? [strike(...item)] : keepBlock(item, id)));
  }
  return effects;
}

// Foreign text that the canonical has goes when that is accepted.
function removed(index) {
  if (!repairsOf(index).includes(REMOVED)) return [];
  const effects = [];
  for (const [, start, end] of claimsOf(index)) {
    for (let at = lastAt(data.blocks, start, (block) => block[0]); at < data.blocks.length && data.blocks[at][0] < end; at++) {
      const [from, to, there, last, role] = data.blocks[at];
      if (role <= MOVED) effects.push(strike(there + Math.max(start - from, 0), Math.min(there + Math.min(end, to) - from, last)));
    }
  }
  return effects;
}

function blocksIn(start, end) {
  const found = [];
  for (let at = lastAt(data.blocks, start, (block) => block[0]); at < data.blocks.length && data.blocks[at][1] <= end; at++) {
    if (data.blocks[at][0] >= start && data.blocks[at][4] >= MOVED) found.push(at);
  }
  return found;
}

function keepBlock(index, id) {
  const [start, end, from, to, role] = data.blocks[index];
  const effects = role === MOVED ? [strike(from, to)] : [];
  effects.push(putText(afterScraped(index), copyOf("scrape", start, end), id, "kept"));
  return effects;
}

// Where the canonical goes on after what stands before a block in the scrape.
function afterScraped(index) {
  for (let at = index - 1; at >= 0; at--) {
    const [, , , end, role] = data.blocks[at];
    if (role !== REPEATED && role !== INSERTED) return end;
  }
  return 0;
}

// A place in words, with the text before it.
export function behind(at) {
  if (at <= 0) return make("bdi", { textContent: "at the head" });
  return make("bdi", {}, "behind “…", copyOf("canonical", Math.max(at - QUOTE, 0), at), "”");
}

function copyOf(side, start, end) {
  fill(side, start, end);
  const copy = rangeOf(side, start, end)?.cloneContents() ?? document.createDocumentFragment();
  for (const node of all("a, i, details, del", copy)) node.remove();
  for (const node of all("[id]", copy)) node.removeAttribute("id");
  return copy;
}

// Strikes a passage; gives what takes that back.
function strike(start, end) {
  const parts = nodesOf("canonical", start, end).map((node) => {
    const left = make("s", { className: "left" });
    node.replaceWith(left);
    left.append(node);
    return left;
  });
  return () => parts.forEach(unwrap);
}

function unwrap(part) {
  const parent = part.parentNode;
  part.replaceWith(...part.childNodes);
  parent.normalize();
}

function putText(at, copy, id, words) {
  const flag = make("a", { className: "fl", href: `#${id}`, textContent: `${id} ${words}` });
  const end = make("i", { className: "v", textContent: " end. " });
  const added = make("i", { className: "put" }, flag, copy, end);
  placeAt(at)(added);
  const parent = added.parentNode;
  return () => { added.remove(); parent.normalize(); };
}

// A function that puts a node behind the first `at` characters, outside the marks that end there
// and behind what was put there before.
function placeAt(at) {
  const head = $(".s", panes.canonical);
  let node = at > 0 ? nodesOf("canonical", at - 1, at).at(-1) : null;
  if (!node) return (added) => head.insertBefore(added, pastSilent(head.firstChild));
  while (!pastSilent(node.nextSibling) && !node.parentNode.matches(".s")) node = node.parentNode;
  return (added) => node.parentNode.insertBefore(added, pastSilent(node.nextSibling));
}

// The first node that is no end of a mark and nothing that was put there.
function pastSilent(node) {
  let next = node;
  while (next?.nodeName === "I") next = next.nextSibling;
  return next;
}

// --- quotes -------------------------------------------------------------------------------------

// White space in a quote doesn't count, as for `auditor apply`.
const squeeze = (text) => text.replace(/\s+/g, "");

// The words that a passage is put behind: long enough to stand once, and nothing of the passage.
export function quoteBefore(at, [, end]) {
  const least = at >= end ? end : 0;
  const whole = squeeze(textOf("canonical", 0, data.length));
  for (let size = QUOTE; ; size *= 2) {
    const from = Math.max(at - size, least), quote = textOf("canonical", from, at), words = squeeze(quote);
    if (from === least || size >= LONGEST_QUOTE || (words && whole.indexOf(words) === whole.lastIndexOf(words))) return quote;
  }
}

export const passageText = ([start, end]) => textOf("canonical", start, end);
export const isQuoteOf = (quote, passage) => squeeze(passageText(passage)) === squeeze(quote);

// The offset behind the words of a loaded decision and the white space there; null where they
// don't stand. Of several places, one of those that the report offers.
export function placeOf(quote, { passage, places }) {
  const words = squeeze(quote);
  if (!words) return 0;
  const whole = textOf("canonical", 0, data.length), dense = squeeze(whole), found = [];
  for (let at = dense.indexOf(words); at >= 0; at = dense.indexOf(words, at + 1)) found.push(at + words.length);
  const ends = endsIn(whole, found).filter((at) => at <= passage[0] || at > passage[1]);
  return ends.find((at) => places.some(([place]) => place === at)) ?? ends[0] ?? null;
}

// Offsets of the text for counts of its units that are no white space, ascending.
function endsIn(whole, counts) {
  const ends = [];
  let units = 0, points = 0;
  for (const point of whole) {
    if (/\s/.test(point)) { points++; continue; }
    while (ends.length < counts.length && units >= counts[ends.length]) ends.push(points);
    units += point.length;
    points++;
  }
  while (ends.length < counts.length) ends.push(points);
  return ends;
}
