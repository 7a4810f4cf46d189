"""The sentences that say an answer: how many came back, how sure, who is counted, what changed, why there is no number."""

from typing import Final

from metrics.declaration import FollowUpMeasure, Unit
from metrics.gaps import direction
from metrics.language import Status
from metrics.registry import measures_of_return
from presentation import words
from presentation.answer import Answer
from presentation.place import Place
from presentation.rounding import likely_between

RETURNS: Final = frozenset(measure.measure_id for measure in measures_of_return())


def came_back(place: Place, measure: FollowUpMeasure, answer: Answer | None) -> str:
    """Say how many of every 100 came back, or why there is no number."""
    if answer is None or not answer.shown:
        return no_number(place, answer)
    if not is_return(measure.measure_id):
        return told(place, measure, answer)
    kind = "times" if measure.unit is Unit.EVERY_EVENT else "back" if measure.part_of is None else "part"
    slots = {
        "people": words.people(place, answer.groups),
        "place": place.inside,
        "period": words.period(answer.period),
        "span": words.span(answer.window_days or 0),
        "means": words.translated(measure.came_back_means),
    }
    if answer.bound:
        n = cell(answer) if kind == "times" else words.capitalized(cell(answer))
        return words.say(f"{kind}_bound", n=n, **slots)
    if answer.numerator == 0:
        return words.say(f"{kind}_none", **slots)
    if not answer.of_100:
        return words.say(f"{kind}_few", **slots)
    return words.say(f"{kind}_{'one' if answer.of_100 == 1 else 'many'}", n=answer.of_100, **slots)


def is_return(measure_id: str) -> bool:
    """Whether a measure tells of people who left jail and came back to it; only of these do sentences say "came back"."""
    return measure_id in RETURNS


def template(measure_id: str, name: str) -> str:
    """Return the name of a template, or of its sister that does not speak of coming back to jail."""
    return name if is_return(measure_id) else f"any_{name}"


def happened(measure_id: str) -> str:
    """Name the column of people whom it happened to: "Came back" only where it is a return to jail."""
    return words.say("came_back" if is_return(measure_id) else "any_happened")


def in_its_own_sentence(measure: FollowUpMeasure, answer: Answer) -> str:
    """Fill the sentence that a measure declares, of everyone who is counted."""
    return words.translated(measure.sentence).format(
        n=cell(answer), period=words.period(answer.period), span=words.span(answer.window_days or 0)
    )


def told(place: Place, measure: FollowUpMeasure, answer: Answer) -> str:
    """Say what was found in the measure's own sentence, of everyone or among a group."""
    said = in_its_own_sentence(measure, answer)
    if answer.groups:
        return words.say("any_told_among", people=words.people(place, answer.groups), sentence=said)
    return words.capitalized(said)


def no_number(place: Place, answer: Answer | None) -> str:
    """Say which of the kinds of nothing it is, and why."""
    if answer is None:
        return words.say("not_published")
    if answer.status is Status.TOO_EARLY:
        if not is_return(answer.measure_id):
            span = words.span(answer.window_days or 0)
            return words.say("any_too_early", period=words.period(answer.period), span=span)
        return words.say(
            "too_early",
            people=words.people(place, answer.groups),
            place=place.inside,
            period=words.period(answer.period),
            span=words.span(answer.window_days or 0),
        )
    return words.say(answer.status.value, county=place.name)


def how_sure(answer: Answer | None) -> str:
    """Say the range that likely holds the true number, or from when on there will be one; empty where neither is known."""
    if answer is not None and answer.status is Status.TOO_EARLY:
        return words.say("too_early_known", month=words.known_from(answer.period_end, answer.window_days or 0))
    if answer is None or not answer.shown or answer.low is None or answer.high is None:
        return ""
    low, high = likely_between(answer.low, answer.high)
    return words.say("likely_few" if answer.shaky else "likely", low=low, high=high)


def who_is_counted(place: Place, measure: FollowUpMeasure, answer: Answer | None) -> str:
    """Say how many people stand behind an answer and how each was counted; empty where there are no records of them."""
    if answer is None or answer.status is Status.NOT_REPORTED:
        return ""
    if not is_return(measure.measure_id):
        return _any_counted(measure, answer)
    slots = {
        "people": words.people(place, answer.groups),
        "place": place.inside,
        "period": words.period(answer.period),
    }
    kind = "counted_times" if measure.unit is Unit.EVERY_EVENT else "counted"
    if answer.denominator is None:
        return words.say(f"{kind}_later", **slots)
    if measure.unit is Unit.EVERY_EVENT:
        return words.say("counted_times", count=words.count(answer.denominator), **slots)
    if answer.denominator == 1:
        return words.say("counted_one", **slots)
    return words.say("counted_many", count=words.count(answer.denominator), **slots)


def _any_counted(measure: FollowUpMeasure, answer: Answer) -> str:
    cohort = words.translated(measure.cohort)
    if answer.denominator is None:
        return words.say("any_counted_later", cohort=cohort)
    name = "any_counted_times" if measure.unit is Unit.EVERY_EVENT else "any_counted"
    return words.say(name, count=words.count(answer.denominator), cohort=cohort)


def of_whom(template: str, place: Place, answer: Answer | None) -> str:
    """Fill a template that names people and their period; empty where nothing was published."""
    if answer is None:
        return ""
    return words.say(template, people=words.people(place, answer.groups), period=words.period(answer.period))


def what_changed(now: Answer | None, before: Answer | None) -> str:
    """Compare with the same length of time a year before. "No clear change" where the difference may well be chance."""
    if now is None or not now.shown:
        return ""
    if before is None or not before.shown or before.of_100 is None or now.of_100 is None:
        return words.say("change_unknown")
    named = words.period(before.period)
    change = direction(now, before)
    if change == 0:
        name = "change_none_same" if now.of_100 == before.of_100 else "change_none"
        return words.say(name, before=named, n=before.of_100)
    step = max(0, change * (now.of_100 - before.of_100))
    size = "few" if step == 0 else "one" if step == 1 else "many"
    return words.say(f"change_{'fewer' if change < 0 else 'more'}_{size}", k=step, before=named)


def of_100(answer: Answer | None) -> str:
    """Write an answer as "32 of 100", or the mark of its kind of nothing."""
    if answer is None:
        return words.capitalized(words.mark())
    if not answer.shown or answer.of_100 is None:
        return words.capitalized(words.mark(answer.status))
    if answer.bound:
        return words.capitalized(words.say("of_100", n=cell(answer)))
    if answer.of_100 == 0 and answer.numerator:
        return words.say("of_100_few")
    return words.say("of_100", n=answer.of_100)


def cell(answer: Answer | None) -> str:
    """Write an answer as its whole number of 100, or the mark of its kind of nothing. 0 is written only for none."""
    if answer is None:
        return words.mark()
    if not answer.shown or answer.of_100 is None:
        return words.mark(answer.status)
    if answer.bound:
        return words.say(answer.bound, n=answer.of_100)
    return words.say("under_1") if answer.of_100 == 0 and answer.numerator else str(answer.of_100)


def cells(answer: Answer) -> tuple[str, str, str, str]:
    """Write an answer as four table cells: people counted, came back, of every 100, likely range.

    Where there is no number, each cell carries the mark of its kind of nothing.
    """
    if not answer.shown or answer.denominator is None or (answer.numerator is None and not answer.bound):
        mark = cell(answer)
        return mark, mark, mark, mark
    between = ""
    if answer.low is not None and answer.high is not None:
        low, high = likely_between(answer.low, answer.high)
        between = words.say("range", low=low, high=high)
    back = words.mark(Status.HIDDEN) if answer.numerator is None else words.count(answer.numerator)
    return words.count(answer.denominator), back, cell(answer), between
