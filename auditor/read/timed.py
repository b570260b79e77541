"""Subtitles to the words in them: SubRip (.srt) and WebVTT (.vtt).

Numbers, times, notes and marks of style are left out; captions that roll repeat their lines, which
the audit tells as windows.
"""

from __future__ import annotations

import re
from pathlib import Path

_SUFFIXES = frozenset((".srt", ".vtt"))
_TIME = r"(?:\d+:)?\d{1,2}:\d{1,2}[,.]\d{1,3}"
# The number or the name of a cue, and its times with what is set for it. What was taken is never
# given back, so that the time is linear.
_TIMES = rf"[ \t]*+{_TIME}[ \t]*+-->[ \t]*+{_TIME}[^\n]*+\n?"
_CUE = re.compile(rf"(?:(?:\A|(?<=\n\n)|(?<=\n\r\n))\S[^\n]*+\n)?^{_TIMES}", re.M)
_NOTES = re.compile(
    r"^(?:NOTE|STYLE|REGION)\b[^\n]*+(?:\n|\Z)(?:[^\S\n]*+[^\s][^\n]*+(?:\n|\Z))*+", re.M
)
_VTT = re.compile(r"\A\ufeff?WEBVTT[^\n]*+\n(?:[^\S\n]*+[^\s][^\n]*+\n)*+")
_MARK = re.compile(r"</?[A-Za-z\d][^<>\n]{0,80}>|\{\\an?\d\}")


def bare(text: str, name: str) -> str:
    """The words of subtitles, a line each; any other text as it is. `name` tells which it is."""
    suffix = Path(name).suffix.lower()
    if suffix not in _SUFFIXES:
        return text
    if suffix == ".vtt":
        text = _NOTES.sub("", _VTT.sub("", text, count=1)).lstrip()
    lines = _MARK.sub("", _CUE.sub("", text)).splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())
