"""The answer to "Did it make a difference?": from person-moments to the difference in each window, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from metrics.effects import judging
from metrics.effects.answer import Choice, Declined, Effect, Evidence, Side, WindowEffect
from metrics.effects.choices import side_by_side
from metrics.effects.design import design
from metrics.effects.models import Chances, cross_fitted
from metrics.effects.moments import TIME_ZERO, Flags, Floats, Moments, ordered
from metrics.effects.scores import (
    Rates,
    difference_interval,
    one_person,
    overlap,
    rate_interval,
    standard_error,
    unadjusted,
)
from metrics.effects.sensitivity import e_values
from metrics.effects.trial import trial_rates


def estimate(
    given: pl.DataFrame, *, covariates: Sequence[str], outcomes: Mapping[int, str], randomised: bool, seed: int
) -> Effect:
    """Return how much the program changed the rate of an outcome, for each window.

    given: one row per person and time zero, with the columns person_id, treated (0/1), time_zero_on, the covariates, and
    one outcome for each window: outcomes names it by days. An outcome is 1 where it happened by the last day of the window,
    0 where it did not, null where the person was not watched for the whole window, *also where it has happened already*.
    Time zero is enrollment, or for others the moment at which they could have enrolled; a person of the program is in it
    from that moment on, whether they finish or not. Covariates are what was known before time zero; nothing here can tell.
    Leave out rows of people who could not have been in the program.

    randomised: chance alone decided. Then the plain difference is the answer (Newcombe's interval), and a person may have
    only one row. seed decides the folds: the same rows and seed give the same answer, whatever their order and ids.
    Raises ValueError as moments.ordered and design.design do, or where one person has several rows in a randomised trial.
    """
    moments = ordered(given, covariates, outcomes, seed)
    if randomised and moments.person.size > np.unique(moments.person).size:
        raise ValueError("a person has several rows: give the first time that chance decided for them, and only that")
    windows = tuple(
        _window(moments, covariates, days, outcomes[days], randomised=randomised) for days in sorted(outcomes)
    )
    return Effect(windows=windows, covariates=tuple(covariates), seed=seed)


def _window(
    everyone: Moments, covariates: Sequence[str], days: int, outcome_name: str, *, randomised: bool
) -> WindowEffect:
    known, too_early = _watched(everyone.frame, outcome_name)
    moments = everyone.only(known)
    outcome = moments.frame.get_column(outcome_name).cast(pl.Float64).to_numpy()
    program, others = (_side(everyone, moments, outcome, known, too_early, side) for side in (1, 0))
    bare = WindowEffect(
        window_days=days,
        evidence=Evidence.DESCRIBED_ONLY,
        declined=judging.too_few(program, others),
        program=program,
        others=others,
        choice=None,
        with_program=None,
        like_group=None,
        difference=None,
        one_person=None,
        e_value=None,
        e_value_limit=None,
        overlap=None,
        balance=(),
        choices=(),
    )
    if bare.declined:
        return bare
    prepared = design(moments.frame, covariates)
    chances = cross_fitted(prepared.columns, moments.treated, outcome, moments.fold, np.ones(outcome.size))
    weights = judging.overlap_weights(chances.program, moments.treated)
    judged = replace(
        bare,
        program=replace(program, effective=judging.effective(weights[moments.treated == 1])),
        others=replace(others, effective=judging.effective(weights[moments.treated == 0])),
        overlap=judging.overlap(chances.program, moments.treated),
        balance=judging.balance(prepared, moments.treated, weights),
    )
    return (_of_trial if randomised else _of_like)(judged, moments, outcome, chances)


def _of_like(judged: WindowEffect, moments: Moments, outcome: Floats, chances: Chances) -> WindowEffect:
    """Return the answer by overlap weights and models, with the other choices beside it, or the reasons for none."""
    reasons = judging.unlike(judged)
    rates = overlap(chances, moments.treated, outcome, np.ones(outcome.size))
    if not reasons and not _inside(rates):
        reasons = (Declined.UNSTABLE,)
    if reasons:
        return replace(judged, declined=reasons)
    difference = difference_interval(rates.difference, standard_error(rates.difference, moments.person))
    strength, strength_of_limit = e_values(rates, moments.person, difference)
    return replace(
        judged,
        evidence=Evidence.LIKE_FOR_LIKE,
        choice=Choice.OVERLAP,
        with_program=rate_interval(rates.with_program, standard_error(rates.with_program, moments.person)),
        like_group=rate_interval(rates.like_group, standard_error(rates.like_group, moments.person)),
        difference=difference,
        one_person=_one_person(rates, moments),
        e_value=strength,
        e_value_limit=strength_of_limit,
        choices=side_by_side(moments, outcome, chances),
    )


def _of_trial(judged: WindowEffect, moments: Moments, outcome: Floats, chances: Chances) -> WindowEffect:
    """Return the plain difference; the adjusted ones beside it, where weighting leaves both sides alike."""
    with_program, like_group, difference = trial_rates(judged.program, judged.others)
    return replace(
        judged,
        evidence=Evidence.RANDOMISED,
        choice=Choice.UNADJUSTED,
        with_program=with_program,
        like_group=like_group,
        difference=difference,
        one_person=_one_person(unadjusted(moments.treated, outcome, np.ones(outcome.size, dtype=np.bool_)), moments),
        choices=() if judging.unlike(judged) else side_by_side(moments, outcome, chances),
    )


def _one_person(rates: Rates, moments: Moments) -> tuple[float, float]:
    return one_person(rates.with_program, moments.person), one_person(rates.like_group, moments.person)


def _inside(rates: Rates) -> bool:
    return 0 < rates.with_program.value < 1 and 0 < rates.like_group.value < 1


def _watched(frame: pl.DataFrame, outcome_name: str) -> tuple[Flags, Flags]:
    """Return which moments have a known outcome, and which came after the last of these."""
    known = pl.col(outcome_name).is_not_null()
    last = frame.filter(known).get_column(TIME_ZERO).max()
    too_early = frame.get_column(TIME_ZERO) > last if last is not None else pl.repeat(True, frame.height, eager=True)
    return frame.select(known).to_series().to_numpy(), too_early.to_numpy()


def _side(everyone: Moments, watched: Moments, outcome: Floats, known: Flags, too_early: Flags, treated: int) -> Side:
    before, after = everyone.treated == treated, watched.treated == treated
    return Side(
        people=np.unique(watched.person[after]).size,
        moments=int(after.sum()),
        with_outcome=int(outcome[after].sum()),
        effective=None,
        too_early=int((before & too_early).sum()),
        lost=int((before & ~known & ~too_early).sum()),
    )
