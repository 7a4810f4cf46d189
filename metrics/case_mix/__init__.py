"""How often people like these usually have the outcome: what a group should be held against, given who is in it.

expected.expected_of_groups is the one way in. Chances of single people never leave this folder.
"""
