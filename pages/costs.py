"""Were the benefits of a program larger than its cost, and which of them are money that can be spent?"""

from presentation import costs, difference, words
from shell import costs_desk, frame
from shell.program_choice import choose_program
from shell.visit import current_visit

visit = current_visit()

top = frame.open_page(visit, "question_costs")
given = costs_desk.costs_of(visit)
allowed = costs_desk.allowed(visit)
priced = {one.id: one for one in given.programs} if given else {}
names = difference.listed(visit.effects.differences, visit.place)
known = {program_id: name for program_id, name in names.items() if program_id in priced and program_id in allowed}
if given is None:
    frame.answer(top, words.say("costs_no_settings"), words.say("costs_no_settings_help"))
elif not known:
    frame.answer(top, words.say("costs_no_effect"), words.say("costs_no_effect_help"))
else:
    picked = choose_program(known)
    told = costs_desk.told(visit, known[picked.id], given, priced[picked.id], allowed[picked.id])
    frame.answer(top, costs.answer_line(told), *costs.details(told))
    frame.heading(words.say("costs_avoided_title"), words.say("costs_avoided_told"))
    frame.table(costs.avoided(told), note=words.say("costs_range_note"))
    frame.heading(words.say("costs_bands_title"), words.say("costs_bands_told"))
    frame.table(costs.bands(told), note=costs.unit(told))
    frame.heading(words.say("costs_matters_title"), words.say("costs_matters_told"))
    frame.table(costs.matters(told))
    frame.section(words.say("costs_inputs_title"), costs.inputs(told).html(), key="inputs", opened=False)
    frame.small_print(words.say("costs_how"))
frame.close_page(visit)
