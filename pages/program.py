"""How many does one program reach, how well, and is anyone better off?"""

from presentation import definitions, funnel, one_program, programs, strip, words
from shell import filters, frame, program_filters
from shell.components import kept_in_address
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
        by = (choice.grouping.grouping_id,)
        split = visit.read(period_kind=filters.YEAR, period=choice.period, by=by, only=choice.only, every_window=True)
        frame.heading(words.say("funnel_groups_title"), words.say("funnel_groups_told", grouping=choice.grouping.label))
        if one_program.is_told(split, *funnel.STEPS):
            frame.table(funnel.by_group(choice.grouping, split))
        else:
            frame.paragraph(words.say("funnel_groups_nothing"))

    waits = (one_program.WAITS[0],)
    if one_program.is_told(reading, *waits):
        frame.figure(visit, one_program.waiting(place, reading, visit.palette), link=choice.link)
        frame.lines(one_program.wait_lines(reading))
    else:
        frame.paragraph(one_program.why_not(reading, waits[0], "part_waiting"))
    if one_program.is_told(reading, one_program.STAYS):
        frame.figure(visit, one_program.staying(place, reading, visit.palette), link=choice.link)
    else:
        frame.paragraph(one_program.why_not(reading, one_program.STAYS, "part_staying"))

    frame.heading(words.say("finished_title"), words.say("finished_told", period=period))
    if one_program.is_told(reading, one_program.FINISHED, *one_program.LEFT):
        frame.table(one_program.finished_both_ways(reading), note=words.say("finished_note"))
    else:
        frame.paragraph(one_program.why_not(reading, one_program.FINISHED, "part_finished"))
    frame.heading(words.say("left_title"), words.say("left_told", period=period))
    if one_program.is_told(reading, *one_program.LEFT):
        frame.table(one_program.how_people_left(reading), note=words.say("left_note"))
    else:
        frame.paragraph(one_program.why_not(reading, one_program.LEFT[0], "part_left"))

    if one_program.is_told(reading, *one_program.AFTER):
        frame.figure(visit, one_program.after(reading, program.name, visit.palette), link=choice.link)
    else:
        frame.heading(words.say("after_title_nothing"), words.say("after_note"))
        frame.paragraph(one_program.why_not(reading, one_program.AFTER[0], "part_after"))
    if any(one.program_id == program.program_id for one in visit.effects.differences):
        frame.html(programs.to_the_difference(program, kept_in_address()))
frame.word_list(definitions.meanings(definitions.words_of(programs.MEASURES)))
frame.close_page(visit)
