"""Variables are read with their types, and every complaint names its variable."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from wellness.lib.env import Environment


def refusal(env: Environment) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        env.finish()
    return str(caught.value)


def test_values_arrive_with_their_types() -> None:
    env = Environment(
        {
            "NAME": "  Ada ",
            "COLOUR": "red",
            "FLAG": "No",
            "COUNT": "7",
            "HOSTS": "a.example, b.example,",
        }
    )
    assert env.text("NAME", help="") == "Ada"
    assert env.choice("COLOUR", choices=("red", "blue"), default="blue", help="") == "red"
    assert env.flag("FLAG", default=True, help="") is False
    assert env.number("COUNT", default=1, minimum=0, maximum=9, help="") == 7
    assert env.words("HOSTS", help="") == ["a.example", "b.example"]
    env.finish()


def test_what_is_not_set_or_empty_takes_its_default() -> None:
    env = Environment({"EMPTY": "   "})
    assert env.text("EMPTY", default="x", help="") == "x"
    assert env.flag("FLAG", default=True, help="") is True
    assert env.number("COUNT", default=3, minimum=0, maximum=9, help="") == 3
    assert env.words("WORDS", default=("a",), help="") == ["a"]
    env.finish()


@pytest.mark.parametrize("raw", ["1", "true", "YES", "on"])
def test_yes_has_several_spellings(raw: str) -> None:
    assert Environment({"FLAG": raw}).flag("FLAG", default=False, help="") is True


def test_a_list_of_nothing_but_commas_is_refused() -> None:
    env = Environment({"WORDS": ", ,"})
    env.words("WORDS", help="")
    assert "WORDS holds only commas" in refusal(env)


def test_all_problems_are_reported_together() -> None:
    env = Environment({"COUNT": "many", "WELLNESS_NONSENSE": "1"}, production=True)
    env.number("COUNT", default=1, minimum=0, maximum=9, help="")
    env.text("KEY", help="It signs things.", required_in_production=True)
    env.refuse("COUNT and KEY don't go together.")
    said = refusal(env)
    assert "4 problems" in said
    assert "COUNT is “many”, but must be a whole number" in said
    assert "KEY is missing. It signs things." in said
    assert "COUNT and KEY don't go together." in said
    assert "WELLNESS_NONSENSE is not a variable of this program." in said


def test_what_production_needs_may_be_missing_elsewhere() -> None:
    env = Environment({}, production=False)
    assert env.text("KEY", help="", required_in_production=True) == ""
    env.finish()
    assert env.declared["KEY"].required_in_production
