"""Did a program make a difference? Like compared with like, with its limits, or a reason why no comparison is given.

estimating.estimate is the one way in; answer.py holds what comes out. Scores of single people never leave this folder.
"""
