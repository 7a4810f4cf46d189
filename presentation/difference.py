"""Whether a program made a difference, in words: the answer first, how strong it is, who is compared, who is left out.

No word here may claim more than the evidence bears; tests/presentation/test_difference.py looks for verbs of cause.
"""

from collections.abc import Sequence
from typing import Final

from metrics.case_mix.ratio import observed_to_expected
from metrics.effects.answer import Evidence
from metrics.effects.people import Could, Start
from metrics.effects.shown import ShownDifference, ShownWindow
from metrics.glossary import term
from presentation import definitions, words
from presentation.place import Place

HEADLINE_DAYS: Final = 365


def headline(told: ShownDifference | None) -> ShownWindow | None:
    """Return the window that the page's sentence tells: a year where it has a difference, else the longest that has one.

    Where none has, the one of a year, or the longest that there is: it says why. None where nobody was watched.
    """
    windows = told.windows if told else ()
    with_number = [one for one in windows if one.difference]
    listed = with_number or windows
    longest = max(listed, key=lambda one: one.window_days, default=None)
    return next((one for one in listed if one.window_days == HEADLINE_DAYS), longest)


def answer_line(program: str, told: ShownDifference | None) -> str:
    """Say how many fewer or more of every 100 came back, that no difference is clear, or why nothing can be said."""
    if told is None:
        return words.say("difference_no_records", program=program)
    window = headline(told)
    if window is None:
        return words.say("difference_too_early", program=program)
    apart = window.difference
    if apart is None:
        return words.say(f"difference_declined_{window.declined[0].value}", program=program)
    span = words.span(window.window_days)
    if apart.low <= 0 <= apart.high:
        low, high = abs(round(apart.low * 100)), round(apart.high * 100)
        return words.say("difference_unclear", program=program, span=span, low=low, high=high)
    name = "difference_more" if apart.low > 0 else "difference_fewer"
    return words.say(name, program=program, k=abs(round(apart.value * 100)), span=span)


def details(place: Place, told: ShownDifference | None) -> tuple[str, ...]:
    """Say how sure the answer is, the two rates behind it, and who is compared; nothing that is not told."""
    window = headline(told)
    if told is None or window is None or window.program is None or window.others is None:
        return ()
    likely = ""
    if window.difference and not window.difference.low <= 0 <= window.difference.high:
        ends = sorted(abs(round(end * 100)) for end in (window.difference.low, window.difference.high))
        name = "difference_likely_more" if window.difference.low > 0 else "difference_likely_fewer"
        likely = words.say(name, low=ends[0], high=ends[1])
    rates = ""
    if window.with_program and window.like_group:
        rates = words.say(
            "difference_rates", n=round(window.with_program.value * 100), m=round(window.like_group.value * 100)
        )
    slots = {
        "count": words.count(window.program.people),
        "others": words.count(window.others.people),
        "first": words.day(window.first_on),
        "through": words.day(window.through_on),
    }
    if told.start is Start.STEP:
        who = words.say("difference_who_step", **slots)
    else:
        who = words.say("difference_who", place=place.inside, **slots)
    return likely, rates, who, could_have(place, told)


def label(window: ShownWindow | None) -> str:
    """Say how much the comparison can bear."""
    evidence = window.evidence if window else Evidence.DESCRIBED_ONLY
    return words.say(f"difference_label_{evidence.value}")


def strength(window: ShownWindow) -> tuple[str, ...]:
    """Say how strong something that no record tells would have to be; nothing where chance decided or nothing is told."""
    if window.e_value is None or window.e_value_limit is None:
        return ()
    if window.e_value_limit <= 1:
        return (words.say("difference_strength_none"),)
    return (
        words.say("difference_strength", e=words.decimal(window.e_value)),
        words.say("difference_strength_limit", e=words.decimal(window.e_value_limit)),
    )


def usual(place: Place, window: ShownWindow) -> tuple[str, ...]:
    """Say how often people of the program came back beside how often people with such records usually do."""
    found = window.expected
    if found is None or found.observed is None:
        return ()
    times = observed_to_expected(found.observed, found)
    if times is None:
        return (words.say("difference_usual_off"),)
    return (
        words.say(
            "difference_usual_told",
            n=round(found.observed.value * 100),
            m=round(found.expected * 100),
            span=words.span(window.window_days),
            place=place.inside,
        ),
        words.say(
            "difference_usual_times",
            times=words.decimal(times.value),
            low=words.decimal(times.low),
            high=words.decimal(times.high),
        ),
    )


def overlap_lines(window: ShownWindow) -> tuple[str, ...]:
    """Say how many of the program have people like them on the other side, and how many people each side counts as."""
    if window.overlap is None or not window.program or not window.others:
        return ()
    lines = [words.say("difference_overlap_told", n=window.overlap.inside)]
    if window.program.effective and window.others.effective:
        slots = {"one": words.count(window.program.effective), "other": words.count(window.others.effective)}
        lines.append(words.say("difference_worth", **slots))
    return tuple(lines)


def could_have(place: Place, told: ShownDifference) -> str:
    """Say who could have come in."""
    name = f"difference_could_{told.could.value}"
    return words.say(name, place=place.inside) if told.could is Could.EVERYONE else words.say(name)


def left_out(told: ShownDifference, window: ShownWindow) -> tuple[str, ...]:
    """Say who is in neither group, one sentence each."""
    step = told.start is Start.STEP
    lines = [
        words.say("difference_out_enrolled_before"),
        words.say("difference_out_in_jail" if step else "difference_out_not_free"),
        words.say(
            "difference_out_too_early", through=words.day(window.through_on), span=words.span(window.window_days)
        ),
    ]
    if told.grace_days:
        lines.append(words.say("difference_out_grace", days=told.grace_days))
    if told.randomised:
        lines.append(words.say("difference_out_second_draw"))
    return tuple(lines)


def word_list() -> str:
    """Return what the words of the page mean, as HTML."""
    return definitions.meanings(term(name) for name in ("like_group", "case_mix"))


def listed(programs: Sequence[ShownDifference], place: Place) -> dict[str, str]:
    """Return the programs that are compared by their id, with their names, in the county's order."""
    compared = {one.program_id for one in programs}
    return {one.program_id: one.name for one in place.programs if one.program_id in compared}
