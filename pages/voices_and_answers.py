"""What do people ask and say about these numbers?"""

from presentation import voices as told
from presentation import words
from shell import frame, voice_form, voices
from shell.visit import current_visit

visit = current_visit()
shown = voices.told(visit, voices.shown(visit))

top = frame.open_page(visit, "question_voices")
frame.answer(top, told.answer_line(shown), words.say("voices_help"))
questions, notes = told.questions(shown), told.notes(shown)
from_a_chart = bool(voices.asked_about(visit).measure_id)

if from_a_chart:
    voice_form.show(visit)
if questions:
    frame.heading(words.say("voices_questions"))
    frame.html(questions)
if notes:
    frame.heading(words.say("voices_notes"), words.say("voices_notes_help"))
    frame.html(notes)
if not from_a_chart:
    voice_form.show(visit)
frame.close_page(visit)
