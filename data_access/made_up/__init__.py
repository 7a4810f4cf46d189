"""The made-up county: records of people who do not exist, in the layouts of many agencies, with true answers planted.

One module per room of the made-up world. Nothing here knows how the program measures: the truth is counted by slow loops.
"""

from data_access.made_up.making import MadeUpError, make_county

__all__ = ["MadeUpError", "make_county"]
