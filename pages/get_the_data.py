"""Which rows do you want to take away?"""

from presentation import files, words
from shell import filters, frame
from shell.visit import current_visit

visit = current_visit()

top = frame.open_page(visit, "question_data")
choice = filters.choose_rows(visit)

reading = visit.read(period=choice.period, only=choice.beside, by=choice.by)
rows = reading.where(measure_id=choice.measure.measure_id, window_days=choice.window_days).frame
name = files.file_name(visit.place, *choice.file_parts)

frame.answer(top, files.how_many(rows), words.say("data_help"))
frame.files(rows, name, link=choice.link)

frame.heading(words.say("preview_title"), f"{name}.csv")
frame.table(files.preview(rows, name))

frame.heading(words.say("command_title"))
frame.command(visit.command(choice.measure.measure_id, choice.window_days, choice.period, choice.command_by))
if choice.beside:
    frame.paragraph(words.say("command_more"))

frame.heading(words.say("codebook_title"))
frame.table(files.codebook(visit.place))
frame.close_page(visit)
