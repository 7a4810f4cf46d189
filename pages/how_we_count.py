"""What exactly is counted, and how?"""

from presentation import definitions, words
from shell import frame
from shell.visit import current_visit

visit = current_visit()
place = visit.place

top = frame.open_page(visit, "question_count")
frame.answer(top, words.say("count_answer"))

frame.heading(words.say("measures_title"))
for definition in definitions.everything(visit.declared()):
    frame.section(definition.name, definition.html(), key=definition.measure_id, opened=definition.opened)

frame.heading(words.say("county_settings"))
frame.lines(definitions.settings(place))
frame.table(definitions.groupings(place))

frame.heading(words.say("glossary_title"))
frame.table(definitions.glossary())
frame.close_page(visit)
