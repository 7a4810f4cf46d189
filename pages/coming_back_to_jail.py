"""Of people who left jail, how many came back, how soon, and by which count?"""

import streamlit as st

from presentation import definitions, sentences, ways, words
from presentation.answer import headline, is_reported
from presentation.curve import curve
from presentation.groups import compare
from shell import filters, frame
from shell.visit import current_visit

visit = current_visit()
place = visit.place

top = frame.open_page(visit, "question_coming_back")
choice = filters.choose_view(visit)

reading = visit.read(period_kind="year", period=choice.period, only=choice.groups, every_window=True)
together = visit.read(period_kind="year", period=choice.period, only=choice.beside)
split = visit.read(period_kind="year", period=choice.period, only=choice.beside, by=choice.by)
chosen = reading.where(measure_id=choice.measure.measure_id)
answer = headline(chosen)

frame.answer(
    top,
    sentences.came_back(place, choice.measure, answer),
    sentences.how_sure(answer),
    sentences.who_is_counted(place, choice.measure, answer),
)

if is_reported(answer):
    left, right = st.columns([55, 45], gap="large")
    with left:
        frame.figure(visit, curve(place, choice.measure, chosen, visit.palette), link=choice.link)
    with right:
        frame.heading(words.say("ways_title"), sentences.of_whom("ways_subtitle", place, answer))
        frame.table(ways.counted_in_other_ways(reading), note=ways.note(reading))
        time_free = ways.by_time_free(reading)
        if time_free is not None:
            frame.table(time_free, note=words.say("time_free_note"))
else:
    frame.paragraph(words.say("elsewhere"))

if choice.grouping is not None and is_reported(answer):
    wanted = {"measure_id": choice.measure.measure_id, "window_days": answer.window_days}
    rows, everyone = split.where(**wanted), together.first(**wanted)
    frame.figure(
        visit, compare(place, choice.measure, choice.grouping, rows, everyone, visit.palette), link=choice.link
    )
frame.word_list(
    definitions.meanings(definitions.words_of((choice.measure, *ways.published(reading), *ways.BY_TIME_FREE)))
)
frame.close_page(visit)
