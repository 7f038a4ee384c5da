"""Confidential restrictions: set, narrowed, ended and reviewed, all at the register's ticks.

Policy, "Black-Out Periods": "so long as the event remains material and nonpublic, directors,
officers, and such other persons as are designated ... may not trade", told "without
disclosing the reason". What an officer does waits in memory, is committed at the next tick
and takes force there; until then nothing of it is kept, and the officer is told so.
"""
