"""Telling people that it is their turn: in the admin, and by mail where they want it.

``table`` says whom a step concerns, ``telling`` writes the notices in the transaction of the step,
``reminding`` writes those that time brings, ``mailing`` sends them after the commit.
"""
