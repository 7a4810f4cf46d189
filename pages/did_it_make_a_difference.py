"""Did a program make a difference, held beside people like its own who were not in it?"""

from presentation import difference, difference_figures, words
from shell import frame
from shell.filters import link_of
from shell.program_choice import choose_program
from shell.visit import current_visit

visit = current_visit()
place = visit.place
compared = visit.effects.differences
named = difference.listed(compared, place)

top = frame.open_page(visit, "question_difference")
if not named:
    frame.answer(top, words.say("difference_none"))
else:
    picked = choose_program(named)
    link = link_of({"program": picked})
    told = next(one for one in compared if one.program_id == picked.id)
    window = difference.headline(told)
    frame.answer(top, difference.answer_line(named[picked.id], told), *difference.details(place, told))
    frame.heading(words.say("difference_label"))
    frame.paragraph(difference.label(window))
    if window is not None:
        for drawn in (difference_figures.rates, difference_figures.choices):
            figure = drawn(told, window, visit.palette)
            if figure is not None:
                frame.figure(visit, figure, link=link)
        if strength := difference.strength(window):
            frame.heading(words.say("difference_missing_title"))
            frame.paragraph(" ".join(strength))
        if window.balance:
            inner = difference_figures.alike(place, window).html()
            frame.section(words.say("difference_alike_title"), inner, key="alike", opened=False)
            frame.small_print(words.say("difference_alike_note"))
        if tenths := difference_figures.overlap(window):
            frame.section(words.say("difference_overlap_title"), tenths.html(), key="overlap", opened=False)
            frame.small_print(" ".join(difference.overlap_lines(window)))
        if usual := difference.usual(place, window):
            frame.heading(words.say("difference_usual_title"))
            frame.paragraph(" ".join(usual))
        frame.heading(words.say("difference_out_title"))
        frame.lines(difference.left_out(told, window))
        frame.paragraph(words.say("difference_finished"))
    frame.small_print(words.say("difference_command"))
    frame.command(visit.command_of_difference(picked.id))
    frame.word_list(difference.word_list())
frame.close_page(visit)
