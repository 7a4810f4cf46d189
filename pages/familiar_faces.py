"""How much of the jail's use falls on a few people, and which other systems see the same people?"""

from presentation import definitions, familiar, words
from shell import filters, frame
from shell.visit import current_visit

visit = current_visit()

top = frame.open_page(visit, "question_familiar")
choice = filters.choose_period_and_group(visit, familiar.opening(visit.reported))
reading = visit.read(period_kind="year", period=choice.period, only=choice.groups, every_window=True)

frame.answer(top, familiar.answer_line(reading), *familiar.details(visit.place, reading))
for drawn in (familiar.concentration, familiar.systems, familiar.also_seen):
    figure = drawn(reading, visit.palette)
    if familiar.is_told(figure):
        frame.figure(visit, figure, link=choice.link)
frame.paragraph(words.say("familiar_mean"))
frame.paragraph(words.say("familiar_never"))
frame.word_list(definitions.meanings(definitions.words_of(familiar.MEASURES)))
frame.close_page(visit)
