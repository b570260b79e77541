"""What elements are by their name alone: how they stand in the text, whether they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


def names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# HTML Standard, sections 15.3.2 to 15.3.12: what the standard's style sheet displays as a block;
# and what stands on lines of its own though it is none: the options of a list, the texts of a
# drawing.
_BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html "
    "legend li listing main menu nav ol optgroup option p plaintext pre search section "
    "summary table tbody td text tfoot th thead tr ul xmp"
)
CELLS = names("td th")
_ROWS = names("table tr")
_VERBATIM = names("listing plaintext pre textarea xmp")
_DRAWN = names("text a g switch foreignobject svg")

# Elements that hold no text, after section 15.3.1 "Hidden elements". `head` is none of these:
# where a page leaves out its tags, the parser keeps the elements of HTML 5 in it with which the
# body begins, such as `nav`.
_NO_TEXT = names("area base basefont embed frame link meta param script style title")
# What is shown only where the element itself cannot be; scripts are on, as pages expect.
_FALLBACKS = names("audio canvas iframe meter noembed noframes object progress video")
_NEVER = names("datalist template noscript dialog")
# What a drawing holds beside its words.
_SVG_UNSEEN = names("defs desc metadata symbol clippath mask marker pattern lineargradient")

_CONTENT = names("article main")
_HOLDS = names("article main h1 pre")
_NAMED = names("div ul ol dl table section nav form header footer aside")
_FURNITURE = {"nav": (2, 2), "select": (2, 2), "footer": (0, 2), "header": (0, 1), "aside": (0, 1)}


@dataclass(frozen=True, slots=True)
class Kind:
    """The elements of one name.

    `hidden` is why they are not shown, if no attribute says otherwise. `furniture` is how surely
    they are that inside the main part of a page and outside of it; `named`: names that people
    give them tell it too. `holds` is that of the article, or the title of the page.
    """

    tag: str
    block: bool
    cell: bool
    row: bool
    verbatim: bool
    drawn: bool
    no_text: bool
    hidden: str | None
    content: bool
    holds: bool
    named: bool
    furniture: tuple[int, int]


@lru_cache(maxsize=1024)  # pages may make up names without end
def kind(tag: str) -> Kind:
    hidden = tag if tag in _NEVER or tag in _SVG_UNSEEN else None
    return Kind(
        tag,
        block=tag in _BLOCKS,
        cell=tag in CELLS,
        row=tag in _ROWS,
        verbatim=tag in _VERBATIM,
        drawn=tag in _DRAWN,
        no_text=tag in _NO_TEXT,
        hidden="fallback" if tag in _FALLBACKS else hidden,
        content=tag in _CONTENT,
        holds=tag in _HOLDS,
        named=tag in _NAMED,
        furniture=_FURNITURE.get(tag, (0, 0)),
    )
