"""What there is to say of rules that no check of one document's text can raise."""

from __future__ import annotations

UNREADABLE_INPUT = """
A file, or a record of one, could not be read, decoded or parsed.

Why: the document was not audited at all; a run that leaves it out says nothing of it.

Example: a PDF file, a folder without permission, a broken line of a JSON Lines file.

Fix: the message says what to do: name another file, give its `--encoding`, or repair the source.
"""
PARSER_LIMIT = """
A limit on depth or size kept a document from being read.

Why: it was not audited at all; half of it, read up to the limit, would look like a whole one.

Example: a page with its elements nested more than two thousand deep.

Fix: save the page's text as a .txt file and audit that, or raise `--max-size`.
"""
AUDIT_INCOMPLETE = """
The audit of a document was stopped, by a time limit or a failure.

Why: half an answer looks like a good one; nothing that was found until then is shown.

Example: a page of 50 MB with `--timeout 10`.

Fix: raise `--timeout`, or split the document.
"""
BOILERPLATE_REPEAT = """
The same block stands on many pages of a batch: a header, a footer, a notice.

On at least three pages, and half of the batch. A page that consists of such text nearly whole
is a document seen again, and has no boilerplate.

`auditor check` and `auditor baseline` look for it among all documents of a run, and go through
them once more for that; in a run over more than 100, as many of them, evenly spread, tell what
is common. Standard input and pipes can be read only once: a run over them has no such findings.
`auditor report` audits document by document.

Why: it is not the document's own text, and in a short page it outweighs that.

Example: a site's contact block under each of two hundred notices.

Fix: select the content with `--content-selector`, or leave the block out.
"""
STALE_BASELINE_ENTRY = """
An entry of the baseline fits no finding any more; with `--strict-baseline` an error.

Why: the problem is mended, and the entry would hide the same one when it comes again.

Example: a page was scraped again, and its repeated paragraph is gone.

Fix: `auditor baseline prune`.
"""
EXPIRED_SUPPRESSION = """
A decision that suppresses a finding has a date until which it holds, and that is past.

Why: somebody said that the question must be asked again, and now is the time.

Example: `keep` with `"expires": "2027-01-01"`, in February 2027.

Fix: decide anew, or take the decision out.
"""
SUPPRESSION_WITHOUT_REASON = """
A decision rejects a finding, or keeps it, and doesn't say why.

Why: nobody after its author can tell whether it is still right.

Example: `{"action": "reject", "reason": ""}`.

Fix: write down the reason.
"""
STALE_DECISION = """
The text under a decision has changed, or is gone.

Why: a decision about another text must not hide a finding in this one.

Example: a sentence that was kept on purpose reads otherwise after a new scrape.

Fix: look at the text again and decide anew, or take the decision out.
"""
