// The way between offsets of the two texts and places in their panes.
import { all, data, panes, sides } from "./page.js";

const SKIPPED = new Set(["A", "I", "DETAILS"]);
const foreign = { scrape: "DEL", canonical: "" };

export function codePoints(text) {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) if (text.codePointAt(i) > 0xffff) { count--; i++; }
  return count;
}

export function unitsFor(text, points) {
  let units = 0;
  for (let n = 0; n < points && units < text.length; n++) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}

// A box such as U+202E U+200B×3: its characters, and how many.
const boxed = (box) => box.textContent.split(" ").map((name) => name.slice(2).split("×"));
const boxLength = (box) => boxed(box).reduce((sum, [, count]) => sum + Number(count ?? 1), 0);
const boxPoints = (box) => boxed(box).flatMap(([code, count]) => Array(Number(count ?? 1)).fill(String.fromCodePoint(parseInt(code, 16))));

// Nodes that hold text of the side, each with its length in code points.
function* pieces(side, root) {
  const accept = (node) => {
    const name = node.nodeName;
    if (SKIPPED.has(name) || name === foreign[side] || /^(B|DATA)$/.test(node.parentNode.nodeName)) return NodeFilter.FILTER_REJECT;
    return node instanceof Text || name === "B" || name === "DATA" ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
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

// The last index whose value, as `of` gives it, is at most `at`; 0 if there is none.
export function lastAt(list, at, of) {
  let low = 0, high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (of(list[middle]) <= at) low = middle; else high = middle - 1;
  }
  return low;
}

// Calls visit(node, from, to) for every piece of [start, end), from and to within the node.
function visitText(side, start, end, visit) {
  for (let i = lastAt(sections[side], start, (section) => section.at); i < sections[side].length && sections[side][i].at < end; i++) {
    let at = sections[side][i].at;
    for (const [node, length] of pieces(side, sections[side][i].root)) {
      if (at >= end) break;
      if (at + length > start) visit(node, Math.max(start - at, 0), Math.min(end - at, length));
      at += length;
    }
  }
}

export function rangeOf(side, start, end) {
  const range = new Range();
  let found = false;
  visitText(side, start, Math.max(end, start + 1), (node, from, to) => {
    const text = node instanceof Text;
    if (!found && text) range.setStart(node, unitsFor(node.data, from));
    else if (!found) range.setStartBefore(node);
    if (text) range.setEnd(node, unitsFor(node.data, to)); else range.setEndAfter(node);
    found = true;
  });
  return found ? range : null;
}

// The nodes of [start, end), the first and the last cut to size.
export function nodesOf(side, start, end) {
  fill(side, start, end);
  const found = [];
  visitText(side, start, end, (node, from, to) => found.push([node, from, to]));
  return found.map(([node, from, to]) => {
    if (!(node instanceof Text)) return node;
    const last = unitsFor(node.data, to), first = unitsFor(node.data, from);
    if (last < node.length) node.splitText(last);
    return first ? node.splitText(first) : node;
  });
}

// The text itself, with every character that the page shows as a box.
export function textOf(side, start, end) {
  const parts = [];
  visitText(side, start, end, (node, from, to) => {
    if (node.nodeName === "B") parts.push(boxPoints(node).slice(from, to).join(""));
    else if (node.nodeName === "DATA") { const at = Number(node.value.split("-")[0]); parts.push(textOf("scrape", at + from, at + to)); }
    else parts.push(node.data.slice(unitsFor(node.data, from), unitsFor(node.data, to)));
  });
  return parts.join("");
}

// A large report writes equal passages once: the canonical pane borrows them from the scrape.
function lend(borrowed) {
  const parts = document.createDocumentFragment();
  const [start, end] = borrowed.value.split("-").map(Number);
  visitText("scrape", start, end, (node, from, to) => {
    if (!(node instanceof Text)) parts.append(node.cloneNode(true));
    else parts.append(node.data.slice(unitsFor(node.data, from), unitsFor(node.data, to)));
  });
  borrowed.replaceWith(parts);
  borrowing.delete(borrowed);
}

function lendAll(deadline) {
  for (const borrowed of borrowing) {
    lend(borrowed);
    if (!deadline.timeRemaining()) break;
  }
  if (borrowing.size) soon(lendAll);
}

export function fill(side, start, end) {
  const found = [];
  if (borrowing.size) visitText(side, start, end, (node) => { if (node.nodeName === "DATA") found.push(node); });
  found.forEach(lend);
}

export const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 20, { timeRemaining: () => 0 }));
const borrowing = new Set(all("data", panes.canonical));
if (borrowing.size) soon(lendAll);

export function spanOf(index, side) {
  const block = data.blocks[index], at = side === "scrape" ? 0 : 2;
  return block && block[at] >= 0 ? [block[at], block[at + 1]] : null;
}
