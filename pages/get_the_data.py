"""Which rows do you want to take away?"""

from presentation import definitions, files, in_words, words
from shell import filters, frame, take_away
from shell.visit import current_visit

visit = current_visit()

top = frame.open_page(visit, "question_data")
choice = filters.choose_rows(visit)

asked = {"period": choice.period, "by": choice.by, "only": choice.beside}
rows = visit.rows(choice.measure, **asked).frame
command = visit.command(choice.measure, **asked)

if choice.clash:
    frame.answer(top, words.say("data_clash", grouping=choice.clash.label), words.say("data_clash_help"))
elif rows.is_empty() and len(choice.by) + len(choice.beside) > 1:
    frame.answer(top, words.say("data_not_together"), words.say("data_not_together_help"))
else:
    frame.answer(top, files.how_many(rows), words.say("data_help"))
    take_away.buttons(visit, choice, rows, command)

    reading = visit.read(period=choice.period, by=choice.by, only=choice.beside, every_window=True)
    told = reading.where(measure_id=choice.measure.measure_id, window_days=choice.measure.windows_days or None)
    definition = definitions.define(choice.measure, reported=choice.measure.measure_id in visit.reported)
    title = words.say("number_and_period", measure=definition.name, period=words.period_choice(choice.period))
    frame.heading(title, in_words.finding(choice.measure, told) or definition.question)
    if definition.reported:
        frame.table(in_words.table(visit.place, choice.measure, told))
    else:
        frame.paragraph(words.say("not_reported", county=visit.place.name))
    frame.section(words.say("number_title"), definition.html(), key="number_means", opened=False)

    name = files.file_name(visit.place, *choice.file_parts)
    frame.heading(words.say("preview_title"), words.say("preview_name", name=name))
    frame.table(files.preview(rows, name))

    frame.heading(words.say("command_title"))
    frame.command(command)

    frame.heading(words.say("codebook_title"))
    frame.table(files.codebook(visit.place))
frame.close_page(visit)
