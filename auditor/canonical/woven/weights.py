"""The numbers by which woven copies are read apart, put in one order, and written."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.weights import weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Merging copies that were woven together."""

    # In unit.py
    units_alike: float = weight(
        0.7, "similarity", "guess", "below which units are no copies: one was cut at a seam"
    )

    # In search/decomposition.py
    said_twice: float = weight(
        16.0, "nats", "guess", "for a text that the document itself has again"
    )
    said_twice_longer: float = weight(
        0.3, "nats a unit of information", "guess", "more, for a longer one is rarer"
    )
    expected_again: float = weight(
        4.0,
        "nats",
        "guess",
        "for one that stands more often than there are copies, or is the next of a run of them",
    )

    # In search/hypothesis.py
    most_streams: int = weight(8, "streams", "bound", "of one text")
    nodes_ahead: int = weight(12, "nodes", "bound", "ahead of a stream that tell hypotheses apart")
    longest_order: int = weight(400, "nodes", "bound", "of an order, before it is cut")
    rested: int = weight(300, "units", "bound", "without it, after which a stream is over")
    order_gives_way: int = weight(400, "nodes", "bound", "by which an order gives way, at the most")

    # In search/streams.py
    beam: int = weight(24, "hypotheses", "bound", "that are kept")
    wider_beam: int = weight(
        3, "factor", "bound", "of the beam, where more than two streams were found"
    )
    wide_units: int = weight(1000, "units", "bound", "beyond which the wider beam takes too long")
    margin: float = weight(
        9.0, "nats", "bound", "behind the leader, from which a hypothesis hardly ever comes back"
    )
    new_stream: float = weight(12.0, "nats", "guess", "for a stream that begins")
    search_work: int = weight(
        4_000,
        "steps a unit",
        "bound",
        "of search: texts of 5 to 150 kB, woven of two to five copies with holes and "
        "noise, took 2,250 at the most",
    )
    steps_of_a_way: int = weight(10, "steps", "definition", "that it takes to price one way on")
    nodes_in_a_step: int = weight(
        16, "nodes", "definition", "of an order that are copied in the time of one step"
    )
    siblings_within: int = weight(
        40, "nodes", "bound", "to either side among which items of one list are looked for"
    )
    shown_before: float = weight(
        2.0,
        "units",
        "guess",
        "that a stream showed, as a prior: far more often than it skipped one",
    )
    skipped_before: float = weight(0.2, "units", "guess", "that it skipped, as a prior")
    stayed_before: float = weight(
        4.0, "units", "guess", "at which the scrape stayed in its stream, as a prior"
    )
    switched_before: float = weight(1.0, "units", "guess", "at which it switched, as a prior")

    # In settling/arrangement.py
    sweeps: int = weight(
        6, "sweeps", "bound", "over all zones, each followed by a look at the whole text"
    )
    passes: int = weight(20, "passes", "bound", "over all zones, until none changes")
    least_gain: float = weight(1e-6, "nats", "bound", "that a change must win")
    moves_in_pairs: int = weight(4, "moves", "bound", "of a zone that are tried in pairs")
    hopeless_move: float = weight(
        8.0, "nats", "bound", "of a move, from which it is tried in no pair"
    )
    ruled_out: float = weight(
        10.0, "nats", "bound", "of a part of a move's cost that the rest does not make good"
    )
    stretch_of_pairs: int = weight(
        200, "nodes", "bound", "between two pairs that are moved in the same sweep"
    )
    near_places: int = weight(
        3, "nodes", "bound", "between two places of which moves are tried in pairs"
    )
    long_zone: int = weight(
        24, "units", "bound", "of a zone of single passages whose inner cuts are all tried"
    )
    looked_through: int = weight(
        60, "nodes", "bound", "ahead of a stream among which places are looked for"
    )

    # In settling/cost.py
    units_without_gap: float = weight(
        27.0, "units", "guess", "at which no gap of a copy begins, as counts of a Beta prior"
    )
    units_with_gap: float = weight(3.0, "units", "guess", "at which one begins: one in ten")
    gap_goes_on: float = weight(
        0.9, "nats a unit", "guess", "of a gap: what is lost is lost in runs"
    )
    head_later: float = weight(
        4.0, "nats", "guess", "for a scrape that does not begin with the head of the document"
    )
    typical_affinity: float = weight(1.5, "nats", "guess", "of two true neighbours, on average")
    settling_work: int = weight(
        6_000,
        "steps a unit",
        "bound",
        "of settling: texts of 5 to 150 kB, woven of two to five copies with holes, "
        "noise and cuts in mid-sentence, took 4,300 at the most",
    )
    steps_of_a_landing: int = weight(
        4, "steps", "definition", "that it takes to tell what a stream skips"
    )
    doubt: tuple[float, float, float] = weight(
        (1.0, 0.5, 0.0),
        "share",
        "guess",
        "of the evidence that counts between neighbours that no, one, several copies show",
    )
    steps_of_wording: int = weight(
        24, "steps", "definition", "that it takes to price the wording of a move"
    )

    # In arranging.py
    close: float = weight(
        6.0, "nats", "bound", "between two arrangements that settling may still make good"
    )
    most_moves: float = weight(
        8.0,
        "nats",
        "guess",
        "by which another order must be better than that of the scrape, at the most",
    )
    moves_a_unit: float = weight(0.1, "nats a unit", "guess", "the same, of a short text")
    copied_affinity: tuple[float, float] = weight(
        (0.5, 1.5),
        "share, and nats at the most",
        "guess",
        "of the affinity of two units that counts in the search",
    )

    # In as_scraped.py
    better_homes: float = weight(20.0, "nats", "bound", "that better homes of the blocks may win")
    homes_tried: int = weight(24, "blocks, and places of one", "bound", "that are tried")
    longest_as_scraped: int = weight(1000, "units", "bound", "beyond which that takes too long")

    # In homes.py

    # In writing.py
    telling_clue: float = weight(0.3, "nats", "definition", "of a clue that is told an editor")
    told_clues: int = weight(3, "clues", "definition", "that are told of one seam")
    hopeless_arrangement: float = weight(
        7.0, "nats", "bound", "above the best arrangement, from which one is not weighed"
    )
    passages_ahead: int = weight(
        12, "passages", "bound", "behind a seam among which its true neighbour is looked for"
    )
    unshown: tuple[float, float, float] = weight(
        (0.75, 0.7, 0.35),
        "share of a confidence",
        "fitted",
        "that is left where no copy shows the seam, by how many of its passages stand "
        "in one copy only",
        by="python -m benchmarks.seams",
    )
    further_streams: float = weight(
        0.025,
        "share of a confidence",
        "fitted",
        "less for each stream beyond two",
        by="python -m benchmarks.reconstruct",
    )
    many_streams: int = weight(
        4,
        "streams",
        "fitted",
        "beyond two, for which it is less",
        by="python -m benchmarks.reconstruct",
    )

    # In copies/chains.py
    numbered_tandem: float = weight(
        3.0,
        "information",
        "guess",
        "of a passage with an ordinal that follows itself, too short to be judged, to be damage",
    )
    stutters: int = weight(
        4, "passages", "guess", "that follow themselves, from which a page stutters"
    )
    dense_pairs: float = weight(
        0.5, "share of the text", "guess", "from first to last pair that copies pair"
    )
    overlapping: float = weight(
        0.1,
        "share of the stretch they take up",
        "guess",
        "in common, from which two copies are woven, not in line",
    )
    in_line: float = weight(
        0.4,
        "share of the document",
        "guess",
        "that stands in both of two copies one after the other",
    )
    copies_alike: float = weight(
        0.93,
        "similarity",
        "guess",
        "of two copies with noise between them, and the share that both have",
    )
    known_by_others: int = weight(
        3, "copies", "definition", "from which one is known by the others, though it is misspelt"
    )
    same: float = weight(
        0.97, "share of two copies", "guess", "that is equal; less, and they are two editions"
    )

    # In copies/refrains.py
    copies_at: float = weight(
        0.9,
        "share of the repeated information",
        "guess",
        "that stands at most as often as copies are",
    )
    refrain: int = weight(2, "times the copies", "guess", "above which a text is a refrain")

    # In copies/throughout.py
    paired_places: int = weight(
        8, "later places", "bound", "of one text that a place is paired with"
    )
    no_menu: float = weight(8.0, "information", "guess", "the same of what is no entry of a menu")
    several_again: int = weight(
        8, "different texts", "guess", "that stand again in woven copies: a refrain has fewer"
    )
    throughout: float = weight(
        0.35, "share of the text", "guess", "that stands again, and within which it does"
    )

    # In units/partings.py
    over_parting: float = weight(
        3.0, "information", "guess", "by which a run may reach over a parting"
    )
    over_unit: float = weight(10.0, "information", "guess", "the same, where a unit ends there")
    unit_of_copies: float = weight(
        5.0,
        "information",
        "guess",
        "of a unit that shows that a run is one of copies, not of a turn of phrase",
    )
    between_runs: float = weight(
        10.0, "information", "guess", "between two runs of the same copies, which noise parts"
    )

    # In units/seams.py
    sure_seam: float = weight(
        16.0, "information", "guess", "of the shortest run that shows a seam in mid-sentence"
    )
    cuts_a_unit: float = weight(
        0.11, "cuts a unit", "guess", "from which a scrape switches in mid-sentence"
    )
    inside_clauses: float = weight(
        0.75, "share of these seams", "guess", "that are at no end of a clause"
    )
    levelled: int = weight(2, "times", "bound", "that units are cut alike: it shows more cuts")
    longest_label: int = weight(
        4, "letters and figures", "guess", "of a label; what has fewer belongs to what follows"
    )

    # In copies/pairing.py
    reach: int = weight(30, "units", "bound", "between two pairs of one chain")
    uneven_step: float = weight(
        0.2, "information a unit", "guess", "against what one side steps further than the other"
    )
    swarm: int = weight(
        32,
        "places",
        "bound",
        "of one text, from which each is paired with the next alone",
    )


WEIGHTS = Weights()
