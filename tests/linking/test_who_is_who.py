"""Who is taken for one person: spellings, nicknames, swaps, aliases and typing errors; and who never is: twins, namesakes."""

from dataclasses import replace

import polars as pl
import pytest

from data_access.link_model import score
from data_access.link_records import comparable
from data_access.linkage_settings import IDENTITY_FIELDS, Linkage
from tests.linking.two_offices import Told, TwoOffices

JAIL = Told(key="J1")


@pytest.mark.parametrize(
    "court",
    [
        Told(key="C1"),
        Told(key="C1", first="MARIA", last="quackenbush "),
        Told(key="C1", first="Mario"),
        Told(key="C1", last="Quackenbsuh"),
        Told(key="C1", first="Quackenbush", last="Maria"),
        Told(key="C1", born="1984-09-03"),
        Told(key="C1", born="1984-03-08"),
        Told(key="C1", last="Quackenbush-Osterhagen"),
        Told(key="C1", last="Osterhagen", alias="Quackenbush"),
        Told(key="C1", first="María", last="Quáckenbush"),
        Told(key="C1", sex=""),
    ],
    ids=lambda told: f"{told.first} {told.last} {told.born}",
)
def test_one_person_written_in_two_ways_is_one_person(offices: TwoOffices, court: Told) -> None:
    offices.link(jail=[JAIL], court=[court])
    assert offices.same("jail J1", "court C1")


def test_two_last_names_speak_less_against_one_woman_than_against_one_man() -> None:
    """The same rare first name and birth date, no number. Below 1,000 records nothing is learnt."""
    rows = [
        (1, "jail", "J1", "Odessa", "Quackenbush", "1984-03-09", "female"),
        (2, "court", "C1", "Odessa", "Osterhagen", "1984-03-09", "female"),
        (3, "jail", "J2", "Cornelius", "Abernathy", "1971-10-23", "male"),
        (4, "court", "C2", "Cornelius", "Wojciechowski", "1971-10-23", "male"),
    ]
    names = ("person_id", "key_space", "person_key", "first_name", "last_name", "birth_date", "sex")
    told = pl.DataFrame(rows, schema=names, orient="row")
    absent = [pl.lit(None, pl.String).alias(name) for name in IDENTITY_FIELDS if name not in names]
    pairs = score(comparable(told.with_columns(absent)), Linkage()).pairs
    weights = {min(row["left_id"], row["right_id"]): row["match_weight"] for row in pairs.iter_rows(named=True)}
    assert weights[1] > weights[3]


def test_a_nickname_is_the_same_name(offices: TwoOffices) -> None:
    jail = [Told(key="J1", first="Robert", sex="M")]
    offices.link(jail=jail, court=[Told(key="C1", first="Bob", sex="M")])
    assert offices.same("jail J1", "court C1")


def test_a_number_joins_records_whose_birth_date_is_missing(offices: TwoOffices) -> None:
    offices.link(jail=[Told(key="J1", ssn="512-34-8876")], court=[Told(key="C1", born="", ssn="512348876")])
    assert offices.same("jail J1", "court C1")


@pytest.mark.parametrize(
    ("other", "guard"),
    [
        (Told(key="C1", first="Joseph", sex="M"), "twins"),
        (Told(key="C1", first="Ellen"), "twins"),
        (Told(key="C1", first="Mario", sex="M"), "twins"),
    ],
)
def test_twins_are_two_people_and_wait_for_a_decision(offices: TwoOffices, other: Told, guard: str) -> None:
    offices.link(jail=[JAIL], court=[other])
    assert not offices.same("jail J1", "court C1")
    assert offices.guard("jail J1", "court C1") in (guard, None)


def test_twins_whose_numbers_follow_each_other_are_two_people(offices: TwoOffices) -> None:
    offices.link(jail=[Told(key="J1", ssn="512348876")], court=[Told(key="C1", first="Ellen", ssn="512348877")])
    assert not offices.same("jail J1", "court C1")


def test_a_record_without_a_first_name_does_not_make_twins_one_person(offices: TwoOffices) -> None:
    jail = [JAIL, Told(key="J2", first="Ellen"), Told(key="J3", first="M", ssn="512348876")]
    offices.link(jail=jail, court=[Told(key="C1", ssn="512348876"), Told(key="C2", first="Ellen")])
    assert offices.same("jail J2", "court C2")
    assert offices.same("jail J1", "court C1")
    assert not offices.same("jail J1", "jail J2")


def test_a_father_and_his_son_are_two_people(offices: TwoOffices) -> None:
    father = Told(key="J1", first="Cornelius", sex="M", born="1955-02-11")
    offices.link(jail=[father], court=[replace(father, key="C1", born="1981-10-23")])
    assert not offices.same("jail J1", "court C1")


def test_strangers_stay_strangers(offices: TwoOffices) -> None:
    offices.link(jail=[JAIL], court=[Told(key="C1", first="Dolores", last="Abernathy", born="1990-01-17")])
    assert not offices.same("jail J1", "court C1")


def test_names_that_stand_for_nothing_join_nobody(offices: TwoOffices) -> None:
    unknown = Told(key="J1", first="Unknown", last="UNK", born="1900-01-01", ssn="999-99-9999")
    offices.link(jail=[unknown], court=[replace(unknown, key="C1")])
    assert not offices.same("jail J1", "court C1")


def test_two_keys_of_one_office_can_be_one_person(offices: TwoOffices) -> None:
    offices.link(jail=[JAIL, Told(key="J2")])
    assert offices.same("jail J1", "jail J2")


def test_two_keys_of_an_office_that_gives_nobody_two_are_two_people(tmp_path_factory: pytest.TempPathFactory) -> None:
    offices = TwoOffices(tmp_path_factory.mktemp("strict"), '[linkage]\none_key_per_person = ["jail"]\n')
    offices.link(jail=[JAIL, Told(key="J2")], court=[Told(key="C1")])
    assert not offices.same("jail J1", "jail J2")
    clusters = offices.clusters()
    assert clusters["court C1"] in (clusters["jail J1"], clusters["jail J2"])
