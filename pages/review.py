"""Are these two records about one person? For the data team alone: see shell/navigation.py."""

from shell import review_desk

desk = review_desk.open_desk()
review_desk.show_answer(desk)
review_desk.show_pair(desk)
