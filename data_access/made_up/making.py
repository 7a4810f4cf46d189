"""Makes the made-up county: draws its world, writes each agency's file, and the truth beside them."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data_access.county import read_county
from data_access.made_up import (
    care,
    care_files,
    court,
    foster_care,
    housing,
    jail,
    justice_files,
    navigator,
    opioid_treatment,
    other_events,
    program,
    supervision,
    truth,
)
from data_access.made_up.drawing import Room, Span, day_of, stream
from data_access.made_up.files import MadeUpFile
from data_access.made_up.identities import Registry, draw_cards, rows_with_cards
from data_access.made_up.people import draw_people
from data_access.made_up.world import World
from data_access.made_up.writing import write_all

FEWEST_PEOPLE = 250


class MadeUpError(Exception):
    """A made-up county that cannot be made as asked for; the message says what to do."""


def make_county(folder: Path, *, people: int = 20_000, seed: int = 1, shared_keys: bool = False) -> None:
    """Write the made-up county's files, truth.json and truth_people.parquet into folder.

    The same people and seed give the same bytes. people is how many are drawn; some of them are in no file, because all
    that happened to them lies before the records. shared_keys adds the true number of each person to every file, as no
    real county has it, so that tests can tell errors of joining people from all others. Only tests may read the truth.
    """
    if seed < 0:
        raise MadeUpError(f"The seed is {seed}: use 0 or a whole number above it.")
    if people < FEWEST_PEOPLE:
        raise MadeUpError(f"{people} people are too few to fill every file: ask for {FEWEST_PEOPLE} or more.")
    span = _span()
    world = _draw_world(people, seed, span)
    files = _files(world, seed)
    empty = [file.name for file in files if file.table.is_empty()]
    if empty:
        raise MadeUpError(f"With {people} people and seed {seed} nobody is in {empty[0]}: ask for more people.")
    write_all(folder, files, truth.whole_truth(world, files, seed), seed=seed, shared_keys=shared_keys)


def _span() -> Span:
    days = read_county("made-up").data_span
    if days.first_on is None or days.last_on is None:
        raise MadeUpError("counties/made-up/county.toml: data_span needs first_on and a fixed last_on here: add them")
    return Span(first_day=day_of(days.first_on), last_day=day_of(days.last_on))


def _draw_world(people: int, seed: int, span: Span) -> World:
    """Draw everything that happens, room by room; each looks only at those before it."""
    persons = draw_people(stream(seed, Room.PEOPLE), people, span)
    in_jail = stream(seed, Room.JAIL)
    episodes = jail.draw_episodes(in_jail, persons, span)
    hospital = care.draw_hospital(stream(seed, Room.HOSPITAL), persons, episodes, span)
    treatment, visits = care.draw_care(stream(seed, Room.CARE), persons, episodes, hospital, span)
    in_care = pl.concat([hospital["person"], visits["person"]]).unique()
    deaths = other_events.draw_deaths(stream(seed, Room.DEATHS), persons, episodes, in_care, span)
    terms = supervision.draw_terms(stream(seed, Room.SUPERVISION), episodes, span)
    in_program = stream(seed, Room.PROGRAM)
    enrollments = program.draw_enrollments(in_program, episodes)
    in_opioid_program = stream(seed, Room.OPIOID_PROGRAM)
    opioid_stays = opioid_treatment.draw_stays(in_opioid_program, treatment)
    at_navigator = stream(seed, Room.NAVIGATOR)
    sent_to_navigator = navigator.draw_referrals(at_navigator, episodes, span)
    with_navigator = navigator.draw_enrollments(at_navigator, sent_to_navigator)
    return World(
        span=span,
        people=persons,
        episodes=episodes,
        stays=jail.split_into_stays(in_jail, episodes, span),
        prison=jail.prison_stays(episodes, span),
        cases=court.draw_cases(stream(seed, Room.COURT), persons, episodes, span),
        terms=terms,
        violations=supervision.draw_violations(stream(seed, Room.VIOLATIONS), terms),
        hospital=hospital,
        treatment=treatment,
        visits=visits,
        opioid_stays=opioid_stays,
        consents=opioid_treatment.draw_consents(in_opioid_program, opioid_stays, span),
        calls=other_events.draw_calls(stream(seed, Room.CRISIS), persons, deaths, span),
        housing=housing.draw_housing(stream(seed, Room.HOUSING), persons, deaths, span),
        foster_care=foster_care.draw_foster_care(stream(seed, Room.FOSTER_CARE), persons, span),
        referrals=program.draw_referrals(in_program, episodes),
        enrollments=enrollments,
        services=program.draw_services(in_program, enrollments),
        check_ins=program.draw_check_ins(in_program, enrollments),
        follow_ups=program.draw_follow_ups(stream(seed, Room.FOLLOW_UPS), enrollments, deaths),
        navigator_referrals=sent_to_navigator,
        navigator_enrollments=with_navigator,
        navigator_visits=navigator.draw_visits(at_navigator, with_navigator),
        deaths=deaths,
        conviction_chances=truth.conviction_chances(stream(seed, Room.FUTURES), episodes, span),
    )


@dataclass(kw_only=True)
class _Desk:
    """Gives the rows of one agency after another the cards of its people, kept by one registry for all its files."""

    world: World
    seed: int

    def with_cards(self, registry: Registry, *tables: pl.DataFrame) -> list[pl.DataFrame]:
        """Return the tables with a card beside every row; one person has the same cards in all of them."""
        rng = stream(self.seed, Room.IDENTITIES, registry.first_key)
        persons = pl.concat([table["person"] for table in tables]).unique().sort().to_numpy()
        cards = draw_cards(rng, persons, self.world.people, registry)
        return [rows_with_cards(rng, table, cards) for table in tables]

    def with_a_card_each(self, registry: Registry, table: pl.DataFrame) -> pl.DataFrame:
        """Return the table with a card of its own beside every row: the agency knows no persons, only contacts."""
        rng = stream(self.seed, Room.CONTACTS, registry.first_key)
        return pl.concat(
            [table, draw_cards(rng, table["person"].to_numpy(), self.world.people, registry).drop("person")],
            how="horizontal",
        )


def _files(world: World, seed: int) -> list[MadeUpFile]:
    """Return every agency's file."""
    desk, span, rng = _Desk(world=world, seed=seed), world.span, stream(seed, Room.LAYOUT)
    (stays,) = desk.with_cards(justice_files.JAIL, world.stays)
    (cases,) = desk.with_cards(justice_files.COURT, world.cases.filter("is_entered"))
    (prison,) = desk.with_cards(justice_files.PRISON, world.prison)
    terms, violations = desk.with_cards(justice_files.SUPERVISION, world.terms, world.violations)
    treatment, visits, opioid_stays = desk.with_cards(
        care_files.CLINIC, world.treatment, world.visits, world.opioid_stays
    )
    consents = opioid_stays.select("person", "key").join(world.consents, on="person", maintain_order="left")
    (hospital,) = desk.with_cards(care_files.HOSPITAL, world.hospital)
    (homes,) = desk.with_cards(care_files.SHELTERS, world.housing)
    (children,) = desk.with_cards(care_files.CHILD_WELFARE, world.foster_care)
    referrals, enrollments, services, check_ins, follow_ups = desk.with_cards(
        care_files.PROGRAM,
        world.referrals,
        world.enrollments,
        world.services,
        world.check_ins,
        world.follow_ups,
    )
    sent, with_navigator, met = desk.with_cards(
        navigator.REGISTRY, world.navigator_referrals, world.navigator_enrollments, world.navigator_visits
    )
    return [
        justice_files.bookings(rng, stays, span),
        justice_files.court_cases(rng, cases),
        justice_files.prison_stays(prison, span),
        justice_files.supervision_terms(terms, span),
        justice_files.supervision_violations(violations, span),
        care_files.treatment(treatment, span),
        care_files.visits(visits),
        care_files.hospital_stays(hospital, span),
        care_files.emergency_visits(hospital),
        care_files.crisis_calls(desk.with_a_card_each(care_files.CRISIS_LINE, world.calls)),
        care_files.housing(homes, span),
        care_files.referrals(referrals),
        care_files.enrollments(enrollments, span),
        care_files.program_services(services, span),
        care_files.check_ins(check_ins, span),
        care_files.foster_care(children, span),
        care_files.deaths(desk.with_a_card_each(care_files.VITAL_RECORDS, world.deaths)),
        opioid_treatment.stays_file(opioid_stays, span),
        opioid_treatment.consents_file(consents),
        care_files.follow_ups(follow_ups, span),
        navigator.referrals_file(sent),
        navigator.enrollments_file(with_navigator, span),
        navigator.visits_file(met, span),
    ]
