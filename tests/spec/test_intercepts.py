"""Every measure says at which intercept it looks, or is of a program, which has its own."""

from metrics import registry
from metrics.intercepts import intercept_of, measures_at
from metrics.language import System
from metrics.programs import INTERCEPTS


def test_every_measure_has_a_place_on_the_path() -> None:
    for measure in registry.MEASURES:
        found = intercept_of(measure)
        assert (found is None) == (measure.starts.system is System.PROGRAM), measure.measure_id
        assert found is None or found in INTERCEPTS


def test_measures_stand_at_the_place_where_they_begin() -> None:
    at = {place: {one.measure_id for one in found} for place, found in measures_at(registry.MEASURES).items()}
    assert list(at) == [0, 1, 2, 3, 4, 5]
    assert "follow_up_after_hospital" in at[0]
    assert "admissions" in at[2]
    assert "rebooking" in at[4]
    assert "supervision_revocation" in at[5]
