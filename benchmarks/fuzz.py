"""Random inputs × damage × options × decisions: nothing breaks, nothing is lost.

    python -m benchmarks.fuzz --minutes 10 --seed 1000   # whatever is found, with its seed
    python -m benchmarks.fuzz --case 1234                # one case again, and what it was
    python -m benchmarks.fuzz --case 1234 --shrink       # the least input that shows the same

A case follows from its seed and `--size` alone. Each is run in a process of its own, which is
ended with its stack told when it takes longer than `--limit`.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import itertools
import json
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import auditor
from auditor import baseline, decisions, gate
from auditor.canonical import SEPARATOR
from auditor.cli.work import INCOMPLETE, Outcome, Task, Work, perform
from auditor.decisions import Fields
from auditor.errors import InputError
from auditor.formats import CHECK_FORMATS, render, result
from auditor.formats.decisions import render as render_decisions
from auditor.formats.decisions import render_log
from auditor.model import (
    Action,
    Audit,
    Canonical,
    Checked,
    Decision,
    Decisions,
    Document,
    Gate,
    Options,
    Quote,
    Terms,
    Threshold,
    Verdict,
)
from auditor.read import document, record
from auditor.rules import RULES
from benchmarks import wild
from benchmarks.invariants import (
    audit_faults,
    canonical_faults,
    json_faults,
    log_faults,
    report_faults,
)

SIZE = 12_000  # characters of the largest case
LIMIT = 20.0  # CPU seconds a case may take: many times what is usual, a bound against never ending
_MEMORY = 3 * 2**30  # bytes of address space; a bound
_ACTIONS: tuple[Action, ...] = get_args(Action)
_SHRINKING = 240.0  # seconds


@dataclass(frozen=True, slots=True)
class Case:
    """What is tried: `kind` tells what becomes of the input, `name` is that of a file."""

    seed: int
    kind: str
    source: str | bytes
    options: Options
    name: str = "page.txt"
    canonical: str | None = None

    def __str__(self) -> str:
        changed = [
            f"{key}={getattr(self.options, key)!r}"
            for key in Options.__dataclass_fields__
            if getattr(self.options, key) != getattr(Options(), key)
        ]
        given = "" if self.canonical is None else f"\ncanonical: {self.canonical!r}"
        head = f"seed {self.seed}: {self.kind} {self.name}, {len(self.source)} long"
        return f"{head}, {' '.join(changed) or 'default options'}\n{self.source!r}{given}"


@dataclass(slots=True)
class Tried:
    """What became of a case; `digest` is a hash of all that was written."""

    faults: list[str] = field(default_factory=list)
    written: Any = field(default_factory=hashlib.sha256)

    def check(self, faults: Iterator[str]) -> None:
        self.faults += faults

    def write(self, text: str) -> str:
        self.written.update(text.encode("utf-8", "surrogatepass"))
        return text


def made(seed: int, size: int) -> Case:
    """The case of a seed, `size` characters long at most, or nearly so."""
    rng = random.Random(f"case {seed}")
    kind = rng.choices(("text", "page", "bytes", "lines", "several"), (12, 3, 3, 2, 1))[0]
    length, options = wild.sized(rng, size), wild.options(rng)
    if kind == "page":
        return Case(seed, kind, wild.page(rng, length), options, "page.html")
    if kind == "bytes":
        return Case(seed, kind, *_swapped(options, *wild.data(rng, length)))
    if kind == "lines":
        return Case(seed, kind, wild.lines(rng, length), options, "pages.jsonl")
    text = wild.structure(rng, length)
    if kind == "several":
        scrapes = [wild.damage(rng, text) for _ in range(rng.randint(2, 3))]
        return Case(seed, kind, SEPARATOR.join(scrapes)[: 2 * size], options)
    scrape = wild.damage(rng, text)[: 2 * size]
    canonical = rng.choice([None, None, None, None, text, wild.damage(rng, text)[:size]])
    return Case(seed, kind, scrape, options, canonical=canonical)


def _swapped(options: Options, data: bytes, name: str) -> tuple[bytes, Options, str]:
    return data, options, name


def case(seed: int, size: int = SIZE) -> list[str]:
    """What is wrong with the case of a seed; a sentence each, empty where nothing is."""
    return tried(made(seed, size)).faults


def tried(one: Case) -> Tried:
    """Runs a case. An exception that no input may raise is a fault, with the place in the code."""
    done = Tried()
    try:
        _KINDS[one.kind](one, random.Random(f"editor {one.seed}"), done)
    except Exception as error:
        done.faults.append(_raised(error))
    return done


def _raised(error: BaseException) -> str:
    inside = [f for f in traceback.extract_tb(error.__traceback__) if "auditor" in f.filename]
    places = [f"{Path(f.filename).parent.name}/{Path(f.filename).name}:{f.lineno}" for f in inside]
    return f"{type(error).__name__}: {str(error)[:200]} [{' < '.join(reversed(places[-4:]))}]"


# --- kinds -------------------------------------------------------------------------------------


def _try_text(one: Case, rng: random.Random, done: Tried) -> None:
    _try_document(Document.from_text(str(one.source), source=one.name), one, rng, done)


def _try_page(one: Case, rng: random.Random, done: Tried) -> None:
    try:
        found = record(str(one.source), one.name, replace(one.options, media_type="html"))
    except InputError as error:
        done.write(str(error))
        return
    _try_document(found, one, rng, done)


def _try_bytes(one: Case, rng: random.Random, done: Tried) -> None:
    assert isinstance(one.source, bytes)
    try:
        found = document(one.source, one.name, one.options)
    except InputError as error:
        done.write(str(error))
        return
    _try_document(found, one, rng, done)


def _try_lines(one: Case, rng: random.Random, done: Tried) -> None:
    assert isinstance(one.source, bytes)
    terms = Terms(one.options, Gate())
    outcomes = [
        perform(Task(number, one.name, terms, line, number + 1), Work(with_result=True))
        for number, line in enumerate(one.source.split(b"\n"))
        if line.strip()
    ]
    done.faults += [o.failure for o in outcomes if o.failure and INCOMPLETE in o.failure]
    _try_formats([_checked(outcome) for outcome in outcomes], done)


def _try_several(one: Case, rng: random.Random, done: Tried) -> None:
    parts = str(one.source).split(SEPARATOR)
    together = [parts[0], *filter(None, [SEPARATOR.join(parts[1:])])]
    documents = [
        Document.from_text(text, siglum="AB"[at], source=f"{at}.txt")
        for at, text in enumerate(together)
    ]
    canonical = auditor.reconstruct(documents, one.options)
    done.check(canonical_faults(canonical, documents))
    done.check(json_faults(done.write(result.render_map(canonical, documents)), "map"))


_KINDS: dict[str, Callable[[Case, random.Random, Tried], None]] = {
    "text": _try_text,
    "page": _try_page,
    "bytes": _try_bytes,
    "lines": _try_lines,
    "several": _try_several,
}


# --- what is made of a document ----------------------------------------------------------------


def _try_document(found: Document, one: Case, rng: random.Random, done: Tried) -> None:
    audit = auditor.audit(found, one.canonical, one.options)
    done.check(audit_faults(audit, one.options.normalize))
    done.check(json_faults(done.write(render("json", [audit])), "result"))
    done.write(render("summary", [audit]))
    done.check(report_faults(audit))
    _try_decisions(audit, one, rng, done)
    outcome = Outcome(0, one.name, None, found, audit.score, audit.findings)
    checked = _checked(replace(outcome, result=result.render([audit])))
    _try_formats([checked, replace(checked, failure="AUD001: gone", document=None)], done)


def _checked(outcome: Outcome) -> Checked:
    if outcome.score is None:
        return Checked(outcome.source, None, None, gate.failed(), outcome.failure)
    limits = Gate("note", (Threshold("repeated_ratio", (">", 0.1), (">=", 0.4)),))
    verdict: Verdict = gate.judge(outcome.findings, outcome.score, limits)
    return Checked(outcome.source, outcome.document, outcome.score, verdict, result=outcome.result)


def _try_formats(run: list[Checked], done: Tried) -> None:
    for name, module in CHECK_FORMATS.items():
        text = done.write(import_module(module).render(run, RULES))
        if name == "json":
            done.check(json_faults(text, "results"))
        elif name in ("sarif", "gitlab", "rdjson"):
            json.loads(text)
        elif name == "jsonl":
            done.faults += [f"{name}: no line" for line in text.split("\n")[:-1] if line[0] != "{"]
        elif name == "junit":
            ElementTree.fromstring(text)
    known = baseline.entries((each.source, each.verdict.new) for each in run)
    if baseline.parse(baseline.render(known), "baseline") != known:
        done.faults.append("the baseline is not read as it was written")


# --- an editor ---------------------------------------------------------------------------------


def _try_decisions(audit: Audit, one: Case, rng: random.Random, done: Tried) -> None:
    ours = _decided(audit, rng)
    text = done.write(render_decisions(ours))
    done.check(json_faults(text, "decisions"))
    if decisions.parse(json.loads(text), "d.json").decisions != ours.decisions:
        done.faults.append("the decisions are not read as they were written")
    _try_repair(audit, ours, done)
    open_still = tuple(Decision(d.fingerprint, d.rule, "later") for d in ours.decisions)
    nothing = replace(ours, decisions=open_still)
    if decisions.repair(audit, nothing).text != audit.document.text:
        done.faults.append("none is decided, and the text is not as scraped")
    if audit.canonical.origin == "inferred":
        _try_rearranged(audit, ours, one, done)


def _try_repair(audit: Audit, ours: Decisions, done: Tried) -> None:
    again = decisions.audit_of(Fields(json.loads(result.render([audit])), "r"), audit.document)
    try:
        repair = decisions.repair(audit, ours)
    except InputError as error:  # orders that wait for each other, or move the same text
        done.write(str(error))
        return
    done.check(log_faults(audit, repair))
    done.check(json_faults(done.write(render_log(audit, ours, repair)), "log"))
    if decisions.repair(again, ours) != repair:
        done.faults.append("a result read from its file is repaired otherwise")


def _try_rearranged(audit: Audit, ours: Decisions, one: Case, done: Tried) -> None:
    settled = auditor.audit(audit.document, None, one.options, ours)
    before, after = audit.canonical.text, settled.canonical.text
    done.write(render("json", [settled]))
    done.check(audit_faults(settled, one.options.normalize))
    if sorted(before) != sorted(after):
        done.faults.append("the reading has other characters in another order")
    if not settled.canonical.followed and before != after:
        done.faults.append("no order is followed, and the reading is another")
    marks = {decision.fingerprint for decision in ours.decisions}
    if not {*settled.canonical.followed, *settled.canonical.stale} <= marks:
        done.faults.append("a decision is followed that nobody made")
    _try_repair(settled, ours, done)


def _decided(audit: Audit, rng: random.Random) -> Decisions:
    rate = rng.choice([0.2, 0.7, 1.0])
    accepts = rng.random() < 0.3
    found = [
        _decision(audit, number, "accept" if accepts else rng.choice(_ACTIONS), rng)
        for number in range(len(audit.findings))
        if rng.random() < rate
    ]
    found.sort(key=lambda decision: decision.fingerprint)
    sha256 = audit.document.provenance.sha256
    return Decisions(audit.document.provenance.source, sha256, "utf-8", "Li", tuple(found))


def _decision(audit: Audit, number: int, action: Action, rng: random.Random) -> Decision:
    finding = audit.findings[number]
    if action == "order" and finding.rule != "AUD501":
        action = "later"
    decision = Decision(finding.fingerprint, finding.rule, action, anchor=_anchor(audit, number))
    if action in ("reject", "keep"):
        return replace(decision, reason="seen", expires=rng.choice([None, date(2027, 1, 1)]))
    if action != "order":
        return decision
    canonical = audit.canonical
    passage = next(at.span for at in finding.locations if at.side == "canonical")
    place, at = passage.of(canonical.text), _somewhere(canonical, rng)
    if not place.strip():
        return replace(decision, action="later")
    return replace(decision, place=place, after=canonical.text[max(0, at - 40) : at])


def _somewhere(canonical: Canonical, rng: random.Random) -> int:
    offered = [at for choice in canonical.choices for at, _ in choice.places]
    return rng.choice([*offered, rng.randint(0, len(canonical.text)), 0])


def _anchor(audit: Audit, number: int) -> Quote | None:
    for at in audit.findings[number].locations[:1]:
        text = audit.document.text if at.side == "scrape" else audit.canonical.text
        span = at.span
        around = text[max(0, span.start - 32) : span.start], text[span.end : span.end + 32]
        return Quote(span.of(text)[:200], *around)
    return None


# --- many cases --------------------------------------------------------------------------------


def guarded(one: Case, limit: float) -> tuple[list[str], str, float]:
    """Faults, digest and seconds of a case, run in a process of its own."""
    here, there = multiprocessing.Pipe(duplex=False)
    with tempfile.TemporaryFile("w+") as stack:
        child = multiprocessing.get_context("fork").Process(
            target=_child, args=(one, limit, there, stack)
        )
        start = time.monotonic()
        child.start()
        there.close()
        try:
            faults, digest = here.recv()
        except EOFError:
            faults, digest = [], ""
        child.join()
        seconds = time.monotonic() - start
        if not digest:
            stack.seek(0)
            faults = [_ended(stack.read(), child.exitcode, limit)]
    return faults, digest, seconds


def _child(one: Case, limit: float, there: Any, stack: Any) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    faulthandler.enable(stack)
    # Of the processor, so that a busy machine is no fault; the signal tells the stack, then ends
    # the process, in whatever library it is.
    faulthandler.register(signal.SIGPROF, stack, chain=True)
    signal.setitimer(signal.ITIMER_PROF, limit)
    done = tried(one)
    there.send((done.faults, done.written.hexdigest()))


def _ended(stack: str, code: int | None, limit: float) -> str:
    calls = [line.strip() for line in stack.split("\n") if "/auditor/" in line]
    calls = [call.partition("/auditor/")[2].replace('", line ', ":") for call in calls]
    why = f"no end in {limit:g} s" if code == -signal.SIGPROF else f"died ({code})"
    return f"{why} [{' < '.join(calls[:6])}]"


def kind_of(fault: str) -> str:
    """What equal faults of different inputs share: all but numbers and quotes; or the place."""
    if "[" in fault and fault.endswith("]"):
        return fault.partition(":")[0].partition("[")[0] + fault[fault.rindex(" [") :]
    return fault.partition(":")[0].translate({ord(digit): None for digit in "0123456789"})


def shrunk(one: Case, limit: float, words: str) -> Case:
    """A smaller case with a fault of the same kind, of those that say `words`."""
    wanted = {kind_of(fault) for fault in guarded(one, limit)[0] if words in fault}
    until = time.monotonic() + _SHRINKING
    while one.canonical is not None and _shows(replace(one, canonical=None), wanted, limit):
        one = replace(one, canonical=None)
    plain = replace(one, options=Options())
    one = plain if _shows(plain, wanted, limit) else one
    part = len(one.source) // 2
    while part and time.monotonic() < until:
        at, before = 0, len(one.source)
        while at < len(one.source) and time.monotonic() < until:
            rest = one.source[:at] + one.source[at + part :]  # type: ignore[operator]  # of one type
            if _shows(replace(one, source=rest), wanted, limit):
                one = replace(one, source=rest)
            else:
                at += part
        part = part // 2 if len(one.source) == before or part > 1 else part
    return one


def _shows(one: Case, wanted: set[str], limit: float) -> bool:
    return bool(wanted & set(map(kind_of, guarded(one, limit)[0])))


def _numbers(options: argparse.Namespace) -> Iterator[int]:
    """The seeds, as many as were asked for, or as long as there is time."""
    end = time.monotonic() + 60 * options.minutes
    for number in itertools.count(options.seed):
        is_late = options.cases is None and time.monotonic() > end
        if is_late or number - options.seed == options.cases:
            return
        yield number


def _many(options: argparse.Namespace) -> int:
    """Runs cases; tells each fault, and at the end how many there were of each kind."""
    kinds: Counter[str] = Counter()
    cases, slowest = 0, (0.0, 0)
    for seed in _numbers(options):
        faults, digest, seconds = guarded(made(seed, options.size), options.limit)
        cases += 1
        slowest = max(slowest, (seconds, seed))
        if options.digests:
            print(seed, digest)
        for fault in faults:
            kinds[kind_of(fault)] += 1
            if kinds[kind_of(fault)] <= options.examples:
                print(
                    f"seed {seed} ({seconds:.1f} s): {fault}".encode(
                        "ascii", "backslashreplace"
                    ).decode(),
                    flush=True,
                )
    for kind, times in kinds.most_common():
        _say(f"{times:>6}  {kind}")
    summary = f"{cases} cases from seed {options.seed}, {sum(kinds.values())} faults"
    print(f"{summary}; the slowest took {slowest[0]:.1f} s: seed {slowest[1]}", file=sys.stderr)
    return 1 if kinds else 0


def _one(options: argparse.Namespace) -> int:
    """Runs one case, and prints what it was."""
    one = made(options.case, options.size)
    one = one if options.shrink is None else shrunk(one, options.limit, options.shrink)
    _say(str(one))
    faults, digest, seconds = guarded(one, options.limit)
    for fault in faults:
        _say(f"fault: {fault}")
    print(f"{seconds:.2f} s, digest {digest[:16] or 'none'}, {len(faults)} faults")
    return 1 if faults else 0


def _say(text: str) -> None:
    """On any terminal, whatever signs are in it."""
    print(text.encode("ascii", "backslashreplace").decode(), flush=True)


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("--minutes", type=float, default=10, help="how long (default: 10)")
    options.add_argument("--cases", type=int, help="how many cases, instead of how long")
    options.add_argument("--seed", type=int, default=0, help="of the first case")
    options.add_argument("--size", type=int, default=SIZE, help="characters of the largest case")
    options.add_argument("--limit", type=float, default=LIMIT, help="CPU seconds for a case")
    options.add_argument("--examples", type=int, default=3, help="told of each kind of fault")
    options.add_argument("--digests", action="store_true", help="print a hash of each result")
    options.add_argument("--case", type=int, metavar="SEED", help="only this case, shown")
    options.add_argument(
        "--shrink", nargs="?", const="", metavar="WORDS",
        help="make that case smaller first, as long as it has such a fault (that says WORDS)",
    )  # fmt: skip
    return options.parse_args()


def _warm_up() -> None:
    """Imports all that cases need, once: each is a fork of this process."""
    for kind in _KINDS:
        source = b"{}\n" if kind in ("bytes", "lines") else "<p>x\n\ny"
        tried(Case(0, kind, source, Options()))


def main() -> int:
    options = _options()
    _warm_up()
    return _many(options) if options.case is None else _one(options)


if __name__ == "__main__":
    sys.exit(main())
