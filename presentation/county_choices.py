"""What a county has set, as a page tells it: its choices about what counts, its joined records, its groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from metrics.declaration import Measure, PeriodMeasure
from metrics.switches import SWITCHES
from metrics.tallies.kinds import OftenBooked
from presentation import words
from presentation.place import Grouping, Place
from presentation.table import Table


def choices(place: Place, measures: Sequence[Measure]) -> Table:
    """Return the choices about what counts, what this county chose, and how many numbers each one touches.

    measures are all that there are, as the county counts them.
    """
    rows = [
        (
            words.translated(switch.question),
            words.say("choice_yes" if place.switches.get(switch.switch_id, True) else "choice_no"),
            words.count(sum(switch in measure.switches for measure in measures)),
        )
        for switch in SWITCHES
    ]
    tallies = [measure.tally for measure in measures if isinstance(measure, PeriodMeasure)]
    often = [tally.rule for tally in tallies if isinstance(tally, OftenBooked)]
    if often:
        here = words.say("often_here", bookings=words.count(often[0].bookings), days=words.count(often[0].days))
        rows.append((words.say("often_question"), here, words.count(len(often))))
    return Table(
        caption=words.say("county_settings"),
        header=(words.say("choice"), words.say("choice_here"), words.say("choice_touches")),
        rows=tuple(rows),
        words_columns=frozenset({0, 1}),
        caption_shown=False,
    )


def lines(place: Place) -> tuple[str, ...]:
    """Say how records are joined into stays, and which days they cover."""
    gap = words.say("gap_one") if place.gap_days == 1 else words.say("gap_many", days=place.gap_days)
    return gap, words.say("covered", first=words.day(place.first_on), last=words.day(place.last_on))


def groups_of(grouping: Grouping) -> str:
    """Name the groups of a grouping, the two kinds of unknown last."""
    unknown = [words.group_label(grouping, group_id) for group_id in words.UNKNOWN]
    return ", ".join([*(group.label for group in grouping.groups), *unknown])


@dataclass(frozen=True, kw_only=True)
class AgencyWords:
    """How one column of a source is read: pairs of the agency's code and our word by its id."""

    source: str
    agency: str
    column: str
    words: tuple[tuple[str, str], ...]


def crosswalk(found: Sequence[AgencyWords]) -> str:
    """Return the agencies' codes beside our words, as parts that open, one for each source."""
    sources = dict.fromkeys((one.source, one.agency) for one in found)
    return "".join(
        f'<details class="tl-chapter"><summary><h3>{escape(words.say("crosswalk_source", title=title, agency=agency))}</h3>'
        f"</summary>{_codes(title, [one for one in found if one.source == title]).html()}</details>"
        for title, agency in sources
    )


def _codes(title: str, found: Sequence[AgencyWords]) -> Table:
    return Table(
        caption=title,
        header=tuple(words.say(name) for name in ("crosswalk_column", "crosswalk_code", "crosswalk_word")),
        rows=tuple((one.column, code, our_word(word)) for one in found for code, word in one.words),
        words_columns=frozenset({0, 1, 2}),
        caption_shown=False,
    )


def our_word(word: str) -> str:
    """Name one of our words as screens say it; what is no word of the glossary, such as an offense, stays as it is."""
    template = f"our_word_{word}"
    return words.say(template) if template in words.TEMPLATES else word.replace("_", " ")


def groupings(place: Place) -> Table:
    """Return the ways in which this county splits people."""
    return Table(
        caption=words.say("groupings_title"),
        header=(words.say("split_by"), words.say("groups")),
        rows=tuple((grouping.label, groups_of(grouping)) for grouping in place.groupings),
        words_columns=frozenset({0, 1}),
        caption_shown=False,
    )
