"""What should be told of these numbers, on one page, on slides and on a wall?"""

from presentation import strip
from presentation.briefs import content, numbers
from shell import brief_desk, brief_notes, frame
from shell.brief_filters import choose_brief
from shell.visit import current_visit

visit = current_visit()

top = frame.open_page(visit, "question_brief")
choice = choose_brief(visit, brief_desk.readers())
view = brief_desk.view(visit, choice)
told = brief_notes.with_kept(visit, choice, content.build(view))

frame.answer(top, told.finding, *told.details, told.who_is_counted)
frame.figure(visit, content.on_screen(view, visit.palette), link=choice.link)
frame.heading(told.numbers_title)
frame.html(strip.html(numbers.tiles(told.numbers)))
brief = brief_desk.texts(told)
frame.heading(content.unknown_title())
frame.lines(brief.unknown)
brief_desk.files(brief, choice)
brief_notes.keep(visit, choice, brief)
brief_desk.many(visit, choice, brief)
frame.close_page(visit)
