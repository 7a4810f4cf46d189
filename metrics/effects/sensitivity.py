"""How strong something that is not on record would have to be to explain a difference away."""

import math

from metrics.effects.answer import Estimate
from metrics.effects.moments import Whole
from metrics.effects.scores import Rate, Rates, variance
from metrics.intervals import Z_95


def e_value(ratio: float) -> float:
    """Return the E-value of a ratio of two risks: 1 for a ratio of 1, and the same for r and 1 / r.

    Source: VanderWeele and Ding 2017, Annals of Internal Medicine 167: r + sqrt(r (r - 1)) for r of 1 and more.
    """
    large = max(ratio, 1 / ratio)
    return large + math.sqrt(large * (large - 1))


def e_values(rates: Rates, person: Whole, difference: Estimate) -> tuple[float, float]:
    """Return the E-value of the ratio of both rates and of the end of its interval that is nearer to 1.

    The interval is made on the scale of logs by influences. The second is 1 where the interval of the difference holds 0.
    """
    one, other = rates.with_program, rates.like_group
    logged = Rate(
        value=math.log(one.value / other.value),
        influence=one.influence / one.value - other.influence / other.value,
        reach=one.reach / one.value - other.reach / other.value,
    )
    nearer = abs(logged.value) - Z_95 * math.sqrt(variance(logged.influence, person))
    holds_none = difference.low <= 0 <= difference.high
    return e_value(math.exp(logged.value)), 1.0 if holds_none or nearer <= 0 else e_value(math.exp(nearer))
