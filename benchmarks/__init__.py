"""Speed, as ratios to floors that are measured in the same run on the same machine.

A number of milliseconds says what a machine is; a ratio says what the project adds.
"""
