"""How many does one program reach, how well, and is anyone better off?"""

from presentation import definitions, funnel, one_program, programs, strip, words
from shell import filters, frame, program_filters
from shell.visit import current_visit

visit = current_visit()
place = visit.place

top = frame.open_page(visit, "question_program")
choice = program_filters.choose_program(visit) if place.programs else None
if choice is None or choice.program is None:
    frame.answer(top, words.say("programs_nothing", county=place.name), words.say("programs_nothing_more"))
else:
    program, period = choice.program, words.period(choice.period)
    reading = visit.read(period_kind=filters.YEAR, period=choice.period, only=choice.only, every_window=True)
    frame.answer(top, one_program.answer_line(program, reading), program.about)
    frame.html(strip.html(one_program.tiles(reading)))

    frame.figure(visit, funnel.funnel(reading, program.name, visit.palette), link=choice.link)
    if choice.grouping is not None and choice.grouping.grouping_id not in choice.groups:
        split = visit.read(
            period_kind=filters.YEAR,
            period=choice.period,
            by=(choice.grouping.grouping_id,),
            only=choice.only,
            every_window=True,
        )
        frame.heading(words.say("funnel_groups_title"), words.say("funnel_groups_told", grouping=choice.grouping.label))
        frame.table(funnel.by_group(choice.grouping, split))

    frame.figure(visit, one_program.waiting(place, reading, visit.palette), link=choice.link)
    frame.lines(one_program.wait_lines(reading))
    frame.figure(visit, one_program.staying(place, reading, visit.palette), link=choice.link)

    frame.heading(words.say("finished_title"), words.say("finished_told", period=period))
    frame.table(one_program.finished_both_ways(reading), note=words.say("finished_note"))
    frame.heading(words.say("left_title"), words.say("left_told", period=period))
    frame.table(one_program.how_people_left(reading), note=words.say("left_note"))

    frame.figure(visit, one_program.after(reading, program.name, visit.palette), link=choice.link)
    if any(one.program_id == program.program_id for one in visit.effects.differences):
        frame.html(programs.to_the_difference(program))
frame.word_list(definitions.meanings(definitions.words_of(programs.MEASURES)))
frame.close_page(visit)
