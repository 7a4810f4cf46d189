"""Do people soon get care after jail, a hospital stay or an emergency visit?"""

from presentation import care, definitions, sentences, targets, words
from presentation.answer import headline
from presentation.curve import curve
from presentation.groups import compare
from shell import filters, frame
from shell import targets as shell_targets
from shell.visit import current_visit

visit = current_visit()
place = visit.place
measures = care.measures(visit.reported)

top = frame.open_page(visit, "question_care")
choice = filters.choose_care(visit, measures)
if choice is None:
    frame.answer(top, words.say("care_nothing"))
else:
    reading = visit.read(period_kind="year", period=choice.period, only=choice.groups, every_window=True)
    chosen = reading.where(measure_id=choice.measure.measure_id)
    answer = headline(chosen, choice.window_days)
    frame.answer(
        top,
        sentences.came_back(place, choice.measure, answer),
        sentences.how_sure(answer),
        sentences.who_is_counted(place, choice.measure, answer),
    )
    frame.figure(visit, curve(place, choice.measure, chosen, visit.palette), link=choice.link)

    frame.heading(words.say("care_title"), words.say("care_subtitle", period=words.period(choice.period)))
    frame.table(care.side_by_side(reading, measures), note=words.say("care_note"))

    if choice.grouping is not None and answer is not None:
        split = visit.read(period_kind="year", period=choice.period, only=choice.beside, by=choice.by)
        together = visit.read(period_kind="year", period=choice.period, only=choice.beside)
        wanted = {"measure_id": choice.measure.measure_id, "window_days": answer.window_days}
        rows, everyone = split.where(**wanted), together.first(**wanted)
        figure = compare(place, choice.measure, choice.grouping, rows, everyone, visit.palette)
        frame.figure(visit, figure, link=choice.link)

    four = care.stepping_up(visit.read_points(care.STEPPING_UP), visit.reported)
    if four.rows:
        frame.heading(words.say("stepping_up_title"), words.say("stepping_up_told"))
        frame.table(four)
    aims = shell_targets.told(
        visit, [one.measure_id for one in (*(point.measure for point in care.STEPPING_UP), *measures)]
    )
    if aims:
        frame.heading(words.say("targets_title"), words.say("targets_told"))
        frame.table(targets.table(place, aims), note=words.say("targets_note"))
frame.word_list(definitions.meanings(definitions.words_of(measures)))
frame.close_page(visit)
