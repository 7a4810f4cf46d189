"""Are fewer people coming back to jail?"""

import streamlit as st

from presentation import definitions, glance, sentences, strip, words
from presentation.icon_array import icon_array
from presentation.trend import trend
from shell import frame
from shell.visit import current_visit

DOORS = (
    ("coming_back_to_jail", "door_closer", "door_closer_text"),
    ("get_the_data", "door_data", "door_data_text"),
    ("how_we_count", "door_count", "door_count_text"),
)

visit = current_visit()
place = visit.place

answers = visit.read(period_kind="year_to_quarter", every_window=True)
headline = glance.headline(answers)
grouping = strip.shared_grouping(place)
split = visit.read(
    period_kind="year_to_quarter",
    period=headline.now.period if headline.now else "",
    by=(grouping.grouping_id,) if grouping else (),
)
comparisons = [comparison for measure_id, comparison in visit.comparisons if measure_id == glance.POPULATION_ID]

top = frame.open_page(visit, "question_at_a_glance")
frame.answer(
    top,
    sentences.came_back(place, glance.MEASURE, headline.told),
    sentences.what_changed(headline.now, headline.before),
    sentences.who_is_counted(place, glance.MEASURE, headline.told),
)

if headline.is_reported:
    left, right = st.columns([33, 67], gap="large")
    with left:
        frame.figure(visit, icon_array(place, glance.MEASURE, headline.only, visit.palette), link={})
    with right:
        frame.figure(visit, trend(place, glance.MEASURE, headline.trend, visit.palette), link={})
    frame.html(strip.html(glance.four_numbers(place, headline, answers, split, comparisons)))
else:
    frame.paragraph(words.say("elsewhere"))
frame.doors(DOORS)
frame.word_list(definitions.meanings(definitions.words_of(glance.MEASURES)))
frame.close_page(visit)
