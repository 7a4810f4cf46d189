"""Of people who left jail, how many came back, how soon, and by which count?"""

import streamlit as st

from presentation import definitions, sentences, strip, ways, words
from presentation.answer import headline, is_reported
from presentation.curve import curve
from presentation.groups import compare
from shell import filters, frame
from shell.visit import current_visit

visit = current_visit()
place = visit.place

top = frame.open_page(visit, "question_coming_back" if visit.has_jail else "any_question_next")
choice = filters.choose_view(visit)

reading = visit.read(period_kind="year", period=choice.period, only=choice.groups, every_window=True)
together = visit.read(period_kind="year", period=choice.period, only=choice.beside)
split = visit.read(period_kind="year", period=choice.period, only=choice.beside, by=choice.by)
chosen = reading.where(measure_id=choice.measure.measure_id)
answer = headline(chosen, choice.window_days)

frame.answer(
    top,
    sentences.came_back(place, choice.measure, answer),
    sentences.how_sure(answer),
    sentences.who_is_counted(place, choice.measure, answer),
)

if is_reported(answer):
    frame.figure(visit, curve(place, choice.measure, chosen, visit.palette), link=choice.link)
    other_ways = ways.counted_in_other_ways(reading, choice.measure)
    if len(other_ways.rows) > 1:
        left, right = st.columns([58, 42], gap="large")
        with left:
            subtitle = "ways_subtitle" if visit.has_jail else "any_ways_subtitle"
            frame.heading(words.say("ways_title"), sentences.of_whom(subtitle, place, answer))
            frame.table(other_ways, note=ways.note(reading))
        with right:
            both = ways.forward_and_back(place, reading)
            if both:
                frame.heading(words.say("two_ways_title"), words.say("two_ways_told"))
                frame.html(strip.html(both, upright=True))
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
named = (choice.measure, *ways.published(reading, choice.measure), *(ways.BY_TIME_FREE if visit.has_jail else ()))
frame.word_list(definitions.meanings(definitions.words_of(named)))
frame.close_page(visit)
