"""Who uses these records, for what, and how are the people in them kept safe?"""

from presentation import use_of_data, words
from shell import frame
from shell.use import use_of_data as told_use
from shell.visit import current_visit

visit = current_visit()
use = told_use(visit)

top = frame.open_page(visit, "question_use")
frame.answer(top, use_of_data.answer_line(use, visit.place), words.say("use_told"))

frame.heading(words.say("use_records"))
if not use.agreements:
    frame.paragraph(words.say("use_no_agreements"))
frame.table(use_of_data.overview(use))
if use.agreements:
    frame.section(words.say("use_details"), use_of_data.details(use), key="agreements", opened=False)

frame.heading(words.say("use_apart"))
frame.lines(use_of_data.lines(use_of_data.APART))

frame.heading(words.say("use_blurred"))
frame.lines(use_of_data.blurred(use))
example = use_of_data.example(use)
if example.rows:
    frame.table(example, words.say("use_example_note"))

frame.heading(words.say("use_attacks"))
frame.paragraph(use_of_data.attacked(use))
attacks = use_of_data.attacks(use)
if attacks.rows:
    frame.table(attacks, words.say("use_attacks_note"))

frame.heading(words.say("use_seen"))
frame.paragraph(use_of_data.seen_line(use))
months = use_of_data.seen(use)
recent, earlier = months[: use_of_data.MONTHS_OPEN], months[use_of_data.MONTHS_OPEN :]
frame.tables(recent)
if earlier:
    frame.section(words.say("use_earlier"), "".join(month.html() for month in earlier), key="earlier", opened=False)
if recent:
    frame.small_print(words.say("use_seen_note"))

frame.heading(words.say("use_never"))
frame.lines(use_of_data.lines(use_of_data.NEVER_DONE))

frame.heading(words.say("use_ask_title"))
frame.lines(use_of_data.ask(use))
frame.word_list(use_of_data.word_list())
frame.close_page(visit)
