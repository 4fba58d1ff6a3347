"""Whether it is still the same subject inside one clip, by what pretrained models say.

A second opinion beside the classical measures: without models nothing here runs, and nothing of
the classical path changes when it does.
"""
