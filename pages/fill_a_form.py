"""What does a funder's form ask, and which of it can be answered?"""

from presentation import definitions, words
from presentation.forms import filling
from shell import form_desk, frame
from shell.visit import current_visit

visit = current_visit()

top = frame.open_page(visit, "question_form")
chosen = form_desk.choose(visit)
if chosen is None:
    frame.answer(top, words.say("form_no_period"))
else:
    form = form_desk.filled(visit, chosen)
    example = words.say("form_example") if form.pack.example else ""
    frame.answer(top, filling.answer_line(form), example, form.pack.about)
    form_desk.files(form, chosen)
    frame.heading(form.pack.name, words.say("form_of_period", period=words.period(form.period)))
    frame.table(filling.table(form), note=words.say("form_source", source=form.pack.source))
    if form.missing:
        frame.heading(words.say("form_missing"), words.say("form_missing_told"))
        frame.table(filling.missing_table(form))
    frame.word_list(definitions.meanings(definitions.words_of(filling.measures(form.pack))))
frame.close_page(visit)
