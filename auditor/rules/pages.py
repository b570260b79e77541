"""The rules about runs, files and decisions: no check of one document's text can raise them."""

from __future__ import annotations

from auditor.rules.drafts import raised_elsewhere

UNREADABLE_INPUT = raised_elsewhere(
    "AUD001",
    "unreadable-input",
    "error",
    "cannot be read, decoded or parsed",
    """A file, or a record of one, could not be read, decoded or parsed.

Why: the document was not audited at all; a run that leaves it out says nothing of it.

Example: a PDF file, a folder without permission, a broken line of a JSON Lines file.

Fix: the message says what to do: name another file, give its `--encoding`, or repair the source.
""",
)
PARSER_LIMIT = raised_elsewhere(
    "AUD007",
    "parser-limit",
    "error",
    "a limit on depth or size kept it from being read",
    """A limit on depth or size kept a document from being read.

Why: it was not audited at all; half of it, read up to the limit, would look like a whole one.

Example: a page with its elements nested more than two thousand deep.

Fix: save the page's text as a .txt file and audit that, or raise `--max-size`.
""",
)
AUDIT_INCOMPLETE = raised_elsewhere(
    "AUD009",
    "audit-incomplete",
    "error",
    "stopped by a time limit or a failure",
    """The audit of a document was stopped, by a time limit or a failure.

Why: half an answer looks like a good one; nothing that was found until then is shown.

Example: a page of 50 MB with `--timeout 10`.

Fix: raise `--timeout`, or split the document.
""",
)
STALE_BASELINE_ENTRY = raised_elsewhere(
    "AUD901",
    "stale-baseline-entry",
    "note",
    "an entry of the baseline that fits no finding any more",
    """An entry of the baseline fits no finding any more; with `--strict-baseline` an error.

Why: the problem is mended, and the entry would hide the same one when it comes again.

Example: a page was scraped again, and its repeated paragraph is gone.

Fix: `auditor baseline prune`.
""",
)
EXPIRED_SUPPRESSION = raised_elsewhere(
    "AUD902",
    "expired-suppression",
    "warning",
    "a decision whose date is past",
    """A decision that suppresses a finding has a date until which it holds, and that is past.

Why: somebody said that the question must be asked again, and now is the time.

Example: `keep` with `"expires": "2027-01-01"`, in February 2027.

Fix: decide anew, or take the decision out.
""",
)
SUPPRESSION_WITHOUT_REASON = raised_elsewhere(
    "AUD903",
    "suppression-without-reason",
    "error",
    "a decision that doesn't say why",
    """A decision rejects a finding, or keeps it, and doesn't say why.

Why: nobody after its author can tell whether it is still right.

Example: `{"action": "reject", "reason": ""}`.

Fix: write down the reason.
""",
)
STALE_DECISION = raised_elsewhere(
    "AUD904",
    "stale-decision",
    "warning",
    "the text under the decision changed",
    """The text under a decision has changed, or is gone.

Why: a decision about another text must not hide a finding in this one.

Example: a sentence that was kept on purpose reads otherwise after a new scrape.

Fix: look at the text again and decide anew, or take the decision out.
""",
)
