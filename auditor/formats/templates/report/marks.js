// Highlights and scrolling: what answers what in the two panes.
import { $, all, data, panes, sides, state, wide } from "./page.js";
import { rangeOf, spanOf } from "./offsets.js";

const LIT = 12; // a finding with more places lights one at a time

function light(name, ranges) {
  if (!CSS.highlights) return;
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges)); else CSS.highlights.delete(name);
}

export function unlight() {
  light("here", []);
  light("there", []);
  hit(null);
}

export function hit(mark) {
  all(".hit").forEach((old) => old.classList.remove("hit"));
  mark?.classList.add("hit");
}

// Scrolls only the pane on a wide screen, so that the other columns stay where they are.
export function reveal(target, pane, block = 0.3) {
  if (!target || !pane) return;
  if (!wide.matches) { (target.startContainer?.parentElement ?? target).scrollIntoView({ block: "center" }); return; }
  const move = () => {
    const box = target.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    pane.scrollTop += box.top - frame.top - frame.height * block;
  };
  move();
  requestAnimationFrame(move); // once more: sections get their true height when first drawn
}

export const paneOf = (node) => sides.find((side) => panes[side].contains(node));
export const otherSide = (side) => (side === "scrape" ? "canonical" : "scrape");
export const blockOf = (node) => (/^[sc]\d+$/.test(node?.id ?? "") ? Number(node.id.slice(1)) : null);

// Lights both ends of a block; scrolls the pane of the far one.
export function showBlock(index, from, scroll) {
  const there = spanOf(index, otherSide(from)), here = spanOf(index, from);
  const far = there && rangeOf(otherSide(from), ...there), near = here && rangeOf(from, ...here);
  light("there", [far, near].filter(Boolean));
  if (!scroll || !there) return;
  const mark = document.getElementById((from === "scrape" ? "c" : "s") + index);
  hit(mark);
  if (wide.matches && state.view === "side") reveal(mark ?? far, panes[otherSide(from)]);
}

export const placesOf = (index) => data.places[index];
const ranged = ([side, start, end]) => rangeOf(sides[side], start, end);

// The first place of a finding on a side, else what answers it there.
export function firstPlace(index, side) {
  const places = placesOf(index), place = places.find(([of]) => sides[of] === side);
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

// The current place of a finding strongly, its other places faintly where they are few.
export function lightPlaces(index, current) {
  const places = placesOf(index);
  const rest = places.length > LIT ? [] : places.filter((_, at) => at !== current);
  light("here", places.slice(current, current + 1).map(ranged).filter(Boolean));
  light("there", rest.map(ranged).filter(Boolean));
}

// A click on the ruler goes to the text at that height.
for (const ruler of all(".ruler")) {
  ruler.addEventListener("click", (event) => {
    const { side, whole } = ruler.dataset, box = ruler.getBoundingClientRect();
    const at = Math.min(Math.floor((event.clientY - box.top) / box.height * whole), whole - 1);
    reveal(rangeOf(side, at, at + 1), panes[side]);
  });
}

export const cardList = () => (wide.matches ? $("#findings .scroll") : null);
