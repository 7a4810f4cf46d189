"""Are fewer people coming back to jail?"""

import streamlit as st

from presentation import definitions, glance, sentences, since_last, strip, targets, words
from presentation.icon_array import icon_array
from presentation.trend import trend
from shell import frame
from shell.targets import told
from shell.visit import current_visit

DOORS = (
    ("coming_back_to_jail", "door_closer", "door_closer_text"),
    ("who_is_affected", "door_affected", "door_affected_text"),
    ("get_the_data", "door_data", "door_data_text"),
)

visit = current_visit()
place = visit.place
point = visit.opening or glance.JAIL

answers = visit.read(period_kind="year_to_quarter", every_window=True)
headline = glance.headline(answers, point)
grouping = strip.shared_grouping(place)
split = visit.read(
    period_kind="year_to_quarter",
    period=headline.now.period if headline.now else "",
    by=(grouping.grouping_id,) if grouping else (),
)
comparisons = [comparison for measure_id, comparison in visit.comparisons if measure_id == glance.POPULATION_ID]

top = frame.open_page(visit, "question_at_a_glance" if point == glance.JAIL else "any_question")
frame.answer(
    top,
    sentences.came_back(place, point.measure, headline.told),
    sentences.what_changed(headline.now, headline.before),
    sentences.who_is_counted(place, point.measure, headline.told),
)

if headline.is_reported:
    left, right = st.columns([33, 67], gap="large")
    with left:
        frame.figure(visit, icon_array(place, point.measure, headline.only, visit.palette), link={})
    with right:
        frame.figure(visit, trend(place, point.measure, headline.trend, visit.palette), link={})
    frame.html(strip.html(glance.tiles(place, point, headline, answers, split, comparisons)))
else:
    frame.paragraph(words.say("elsewhere"))
for aim in told(visit, [point.measure.measure_id]):
    frame.small_print(targets.line(place, aim))
frame.small_print(since_last.line(visit.since_last))
frame.doors(DOORS if point == glance.JAIL else DOORS[1:])
frame.word_list(definitions.meanings(definitions.words_of(glance.measures(point))))
frame.close_page(visit)
