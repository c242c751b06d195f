"""The settings of the site, read as for a test.

A module of its own because the environment must be said before the settings are read, whichever
way pytest or the type checker was started.
"""

import os

os.environ["WELLNESS_ENV"] = "test"

from wellness.settings import *  # noqa: F403
