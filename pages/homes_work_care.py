"""Do people have a home, work and care a year later, and who is homeless or in jail again?"""

import streamlit as st

from presentation import definitions, homes
from shell import filters, frame
from shell.visit import current_visit

visit = current_visit()

top = frame.open_page(visit, "question_homes")
choice = filters.choose_period_and_group(visit, homes.opening(visit.read_points((homes.POINT,))), homes.LONGEST_DAYS)
reading = visit.read(period_kind="year", period=choice.period, only=choice.groups, every_window=True)

frame.answer(top, homes.answer_line(reading), *homes.details(reading))
for figure in homes.states(reading, visit.palette):
    frame.figure(visit, figure, link=choice.link)
missing = homes.why_no_states(reading)
if missing:
    frame.paragraph(missing)
again = homes.again(reading, visit.palette)
if again:
    for place, figure in zip(st.columns(len(again), gap="large"), again, strict=True):
        with place:
            frame.figure(visit, figure, link=choice.link)
frame.word_list(definitions.meanings(definitions.words_of(homes.MEASURES)))
frame.close_page(visit)
