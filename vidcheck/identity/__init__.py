"""Whether it is still the same subject inside one clip, by what pretrained models say.

Without models nothing here runs. With them no measure changes, but risk and verdict are of measures
and looks together (`join`).
"""
