"""The switch of language in a real browser, on a phone: one tap, the same view, and it goes along from page to page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard import ANSWER, FINISHED, QUESTION, running_dashboard
from tests.small_county import COUNTY, publish_small_county

pytestmark = pytest.mark.browser
PATIENCE = 30_000
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def small_dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("small")
    publish_small_county(folder, made_up=True)
    with running_dashboard(county=COUNTY, data_dir=folder) as url:
        yield url


def finished(page: Page) -> None:
    page.locator(FINISHED).wait_for(timeout=PATIENCE)


def test_one_tap_turns_a_phones_page_into_spanish_and_the_language_goes_along(page: Page, small_dashboard: str) -> None:
    page.set_default_timeout(PATIENCE)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(small_dashboard)
    expect(page.locator(ANSWER)).to_contain_text("About 31 of every 100 people", timeout=PATIENCE)
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=PATIENCE)
    finished(page)

    page.get_by_role("button", name="Español").click()
    expect(page.locator(ANSWER)).to_contain_text("Cerca de 31 de cada 100 personas", timeout=PATIENCE)
    expect(page.locator("html")).to_have_attribute("lang", "es", timeout=PATIENCE)
    expect(page).to_have_url(f"{small_dashboard}/?lang=es", timeout=PATIENCE)
    expect(page).to_have_title("De un vistazo | Small <County>", timeout=PATIENCE)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"], "nothing hangs over the edge"
    hidden = page.locator("[class*=st-key-address_] input")
    assert hidden.count() > 0
    assert not any(one.is_visible() for one in hidden.all()), "nobody sees or tabs into what holds the address"

    page.locator(".st-key-doors a").first.click()
    expect(page.locator(QUESTION)).to_contain_text("¿", timeout=PATIENCE)
    assert "lang=es" in page.url
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "es", timeout=PATIENCE)
    expect(page.locator(QUESTION)).to_contain_text("¿", timeout=PATIENCE)

    finished(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=PATIENCE)
    assert "lang=" not in page.url


def test_a_filter_writes_an_id_into_the_address_and_the_switch_keeps_it(page: Page, small_dashboard: str) -> None:
    page.set_default_timeout(PATIENCE)
    page.goto(f"{small_dashboard}/coming-back-to-jail?lang=es")
    expect(page.locator(QUESTION)).to_contain_text("De la gente que salió", timeout=PATIENCE)
    finished(page)
    page.get_by_role("combobox", name="Grupo").click()
    page.get_by_role("option", name="Sex: Women", exact=True).click()
    expect(page).to_have_url(f"{small_dashboard}/coming-back-to-jail?lang=es&group=sex.female", timeout=PATIENCE)
    expect(page.locator(ANSWER)).to_contain_text("Cerca de 28 de cada 100 women", timeout=PATIENCE)
    finished(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator(ANSWER)).to_contain_text("About 28 of every 100 women", timeout=PATIENCE)
    assert "group=sex.female" in page.url
    page.go_back()
    expect(page.locator(ANSWER)).to_contain_text("Cerca de 28 de cada 100 women", timeout=PATIENCE)
