"""Where do these numbers come from, and what can they not tell?"""

from presentation import trust, who_is_who, words
from shell import frame
from shell.visit import current_visit

visit = current_visit()
place = visit.place
sources = visit.sources

top = frame.open_page(visit, "question_trust")
frame.answer(top, trust.answer_line(sources), trust.withheld_line(sources))

frame.heading(words.say("trust_arrived"))
if len(sources) > trust.FEW_SOURCES:
    frame.table(trust.every_source(sources))
    frame.section(words.say("trust_found_many"), trust.found(sources), key="found", opened=False)
else:
    for source in sources:
        frame.heading_of_source(trust.named(source))
        frame.paragraph(trust.arrived(source))
        frame.tables(trust.tables(source))

withheld = trust.withheld(sources)
if withheld.rows:
    frame.heading(words.say("withheld_title"))
    frame.paragraph(words.say("withheld_told"))
    frame.table(withheld)

frame.heading(words.say("trust_people"))
joining = visit.joining
frame.lines(who_is_who.lines(joining, place))
if joining.rates:
    frame.table(who_is_who.rates(joining))

if visit.limits:
    frame.heading(words.say("trust_limits"))
    frame.lines(visit.limits)

compared = trust.comparisons(visit.compared())
if compared.rows:
    frame.heading(words.say("trust_compared"))
    frame.table(compared)

frame.heading(words.say("trust_how"))
frame.lines(visit.protection)
frame.close_page(visit)
