"""What did people send, and may it be shown? For the data team alone: see shell/navigation.py."""

from shell import voice_desk

voice_desk.show()
