"""Character edits as a person reads them."""

from __future__ import annotations

from diff_match_patch import diff_match_patch


def readable(before: str, now: str) -> list[tuple[str, str, str]]:
    """What stays, what goes and what comes, in turn, on the way from `before` to `now`.

    The least edits are merged where they would read as a shower of letters
    (`diff_cleanupSemantic`). No time limit: with one, results would depend on the machine, so
    callers bound the length.
    """
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    diffs = differ.diff_main(before, now, False)
    differ.diff_cleanupSemantic(diffs)
    steps: list[tuple[str, str, str]] = []
    for op, text in diffs:
        same, gone, come = steps[-1] if steps and op else ("", "", "")
        if steps and op:
            del steps[-1]
        steps.append((same + text * (op == 0), gone + text * (op < 0), come + text * (op > 0)))
    return steps
