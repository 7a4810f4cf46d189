"""Are some groups more affected than others, and where on the path do gaps open?"""

from presentation import affected, case_mix, definitions, sentences, words
from presentation.gap_chart import gap_chart
from presentation.groups import compare
from shell import frame
from shell.pair import choose_pair
from shell.visit import current_visit

visit = current_visit()
place = visit.place
opening = visit.opening

top = frame.open_page(visit, "question_affected")
pair = choose_pair(visit, opening) if opening else None

if opening is None or pair is None:
    frame.answer(top, words.say("gap_nothing"))
else:
    points = visit.points(pair.grouping.flag)
    together = visit.read_points(points)
    split = visit.read_points(points, by=(pair.grouping.grouping_id,))
    steps = affected.steps(points, split, pair.grouping, pair.groups, until=pair.period)
    first = affected.step_of(steps, opening)
    frame.answer(
        top,
        sentences.came_back(place, opening.measure, first.one if first else None),
        affected.compared(place, first),
    )
    if first is not None:
        rows, everyone = first.rows(split), first.rows(together).first()
        frame.figure(
            visit, compare(place, opening.measure, pair.grouping, rows, everyone, visit.palette), link=pair.link
        )
    frame.figure(visit, gap_chart(place, pair.grouping, pair.groups, steps, split, visit.palette), link=pair.link)

    mix = case_mix.pair_of(pair.grouping, first, visit.effects.case_mix)
    if mix is not None:
        frame.heading(words.say("mix_title"))
        frame.paragraph(case_mix.line(place, mix))
        frame.table(case_mix.table(pair.grouping, mix), note=words.say("mix_note"))

    frame.heading(words.say("gap_times_title"), words.say("gap_times_told"))
    frame.table(affected.times_table(pair.grouping, steps, pair.groups))

    frame.heading(words.say("gap_unknown_title"), affected.unknown_line(pair.grouping, first, split, together))
    unknown = affected.unknown_table(pair.grouping, steps, split, together)
    frame.section(words.say("gap_unknown_steps"), unknown.html(), key="unknown", opened=False)
    frame.small_print(words.say("gap_residents"))
    frame.word_list(definitions.meanings(definitions.words_of(point.measure for point in points)))
frame.close_page(visit)
