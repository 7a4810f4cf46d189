"""What a publication tells of programs' differences and of case mix: measured once, protected for each audience."""

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.county import County
from metrics import registry
from metrics.answers import PublishedAnswers
from metrics.blurring import Noise
from metrics.case_mix.marked_groups import MeasuredMix, measured_mix, told_mix
from metrics.effects.measured import Measured, measured
from metrics.effects.protecting import told
from metrics.effects.shown import ShownEffects
from metrics.limits import Limits
from metrics.prepared import Prepared


@dataclass(frozen=True, kw_only=True)
class Comparisons:
    """All that was measured of a county's programs and of the groups that it marks; nothing of it is protected yet."""

    programs: Sequence[Measured]
    groups: Sequence[MeasuredMix]


def compared(county: County, prepared: Prepared) -> Comparisons:
    """Measure the difference of every program that the county says how to compare, and the case mix of marked groups."""
    settings = prepared.settings
    programs = [
        measured(prepared, program.compare.measured(settings, program.id, program.codes, randomised=program.randomised))
        for program in county.programs
        if program.compare is not None
    ]
    return Comparisons(programs=programs, groups=measured_mix(prepared, registry.REBOOKING))


def shown(
    found: Comparisons, answers: PublishedAnswers, limits: Limits, noise: Noise, before: ShownEffects
) -> ShownEffects:
    """Return what an audience is told. answers: those that it is told; before: what the publication before told."""
    earlier = {one.program_id: one for one in before.differences}
    return ShownEffects(
        differences=tuple(told(one, limits, noise, earlier.get(one.compare.program_id)) for one in found.programs),
        case_mix=told_mix(found.groups, answers, before.case_mix),
    )
