"""What exactly is counted, and how?"""

from presentation import county_choices, definitions, since_last, words
from shell import filters, frame
from shell.visit import current_visit

visit = current_visit()
place = visit.place
declared, reported = visit.declared(), visit.reported

top = frame.open_page(visit, "question_count")
frame.answer(top, words.say("count_answer", n=len(declared)), words.say("count_help"))

chosen = filters.choose_definition(visit)
if chosen is not None:
    definition = definitions.define(chosen, reported=chosen.measure_id in reported)
    frame.definition(definition, link={definitions.MEASURE_IN_ADDRESS: chosen.measure_id})

frame.heading(words.say("measures_title"))
frame.html("".join(chapter.html() for chapter in definitions.chapters(declared, reported)))

frame.heading(words.say("since_title"), since_last.line(visit.since_last))
if visit.since_last is not None:
    frame.lines(since_last.lines(visit.since_last, visit.publication.manifest.protection.changed))
    changed = since_last.moved(visit.since_last)
    if changed.rows:
        frame.table(changed)

frame.heading(words.say("county_settings"))
frame.table(county_choices.choices(place, declared))
frame.lines(county_choices.lines(place))

frame.heading(words.say("groupings_title"))
frame.table(county_choices.groupings(place))

if visit.crosswalk:
    frame.heading(words.say("crosswalk_title"), words.say("crosswalk_told"))
    frame.html(county_choices.crosswalk(visit.crosswalk))

frame.heading(words.say("glossary_title"))
frame.html(definitions.glossary())
frame.close_page(visit)
