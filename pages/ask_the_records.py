"""What do you want to know? For analysts alone, on a server that is started for them."""

from shell import analyst_desk

desk = analyst_desk.open_desk()
analyst_desk.ask_purpose(desk)
analyst_desk.choose(desk)
analyst_desk.show_answer(desk)
