"""Whom do our programs reach, and how far do people come?"""

from presentation import definitions, programs, words
from shell import frame, program_filters
from shell.components import kept_in_address
from shell.visit import current_visit

visit = current_visit()
place = visit.place

top = frame.open_page(visit, "question_programs")
if not place.programs:
    frame.answer(top, words.say("programs_nothing", county=place.name), words.say("programs_nothing_more"))
else:
    choice = program_filters.choose_year(visit)
    reading = visit.read(period_kind="year", period=choice.period, by=programs.BY_PROGRAM, every_window=True)
    frame.answer(top, programs.answer_line(place, reading), programs.gaps(place))

    frame.heading(words.say("path_title"), words.say("path_told"))
    told = [one for one in visit.declared() if one.measure_id in visit.reported]
    frame.html(programs.path(place, told, kept_in_address()))

    frame.heading(words.say("programs_title"), words.say("programs_subtitle", period=words.period(choice.period)))
    frame.table(programs.listed(place, reading), note=words.say("programs_note"))
    frame.lines(programs.about(place.programs))
frame.word_list(definitions.meanings(definitions.words_of(programs.MEASURES)))
frame.close_page(visit)
