"""Who is taken for one person: spellings, nicknames, swaps, aliases and typing errors; and who never is: twins, namesakes."""

from dataclasses import replace

import pytest

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
