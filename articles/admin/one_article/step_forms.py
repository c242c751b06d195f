"""What a step of the workflow asks for: its words, each checked before the step is taken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from articles.admin.planning.moments import MomentField
from articles.admin.text.forms import DayField
from articles.admin.text.picker import OrderedField
from articles.models import Article
from articles.workflow import EDITABLE
from authors.models import MedicalReviewer


def _words(label: str, help_text: str = "", *, limit: int, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(missing),
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": missing,
            "max_length": "This is %(show_value)s characters; the limit is %(limit_value)s.",
        },
    )


class StepForm(forms.Form):
    """The words of one step; `given` is what its action is called with."""

    use_required_attribute = False

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        self.article = article
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            limit = field.widget.attrs.pop("maxlength", None)
            if limit:
                field.widget.attrs["data-limit"] = limit
            if field.required:
                field.widget.attrs["aria-required"] = "true"

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NoteForm(StepForm):
    note = _words("Note", "Optional; it stays in the history.", limit=300)


class SubmitForm(NoteForm):
    minor = forms.BooleanField(
        label="Minor change",
        required=False,
        help_text=(
            "Spelling, punctuation, a broken link. It is checked like any change, but the date of "
            "the medical review stays where it is."
        ),
    )
    field_order = ("minor", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "Note to the reviewer"
        if self.article.live_revision_id is None:
            del self.fields["minor"]


class SeenForm(StepForm):
    """A step about the very revision that the person has seen."""

    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again: it doesn't say which text you saw."},
    )


class PublishForm(SeenForm, NoteForm):
    pass


class ScheduleForm(SeenForm, NoteForm):
    at = MomentField(label="Goes live on")
    field_order = ("at", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = self.article.scheduled_for
        self.fields["at"].for_now()  # type: ignore[attr-defined]


def reviewers_field(**kwargs: Any) -> OrderedField:
    """Whom a review is asked of."""
    return OrderedField(
        MedicalReviewer.objects.all(),
        source="reviewers_asked",
        noun="reviewer",
        required=False,
        **kwargs,
    )


def wanted_by_field(**kwargs: Any) -> DayField:
    """The day by which a review is wanted."""
    return DayField(label="Review wanted by", required=False, **kwargs)


class AssignForm(NoteForm):
    """Who is asked, and by when; while the text is written, who is asked stands beside it."""

    reviewers = reviewers_field(
        label="Reviewers asked",
        help_text="Nobody named: any reviewer who is entitled may decide.",
    )
    day = wanted_by_field(
        help_text="Reminders come two days before, on the day, and two days after. Empty: no day."
    )
    field_order = ("reviewers", "day", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = self.article.review_wanted_by
        self.fields["day"].widget.attrs["min"] = timezone.localdate().isoformat()
        if self.article.status in EDITABLE:
            del self.fields["reviewers"]
            return
        asked = list(self.article.reviewers_asked.all())
        self.fields["reviewers"].initial = asked
        offered = Q(is_active=True) | Q(pk__in=[reviewer.pk for reviewer in asked])
        self.fields["reviewers"].queryset = MedicalReviewer.objects.filter(offered)  # type: ignore[attr-defined]


class DecisionForm(SeenForm):
    statement = _words(
        "Statement",
        "What you checked, against what; or what has to change. It is kept with your name.",
        limit=2000,
        missing="Say what you checked, or what has to change.",
    )
    interests = _words(
        "Declared interests",
        "Interests that bear on the subject. “None” is an answer.",
        limit=1000,
        missing="Declare interests that bear on the subject; “None” is an answer.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].widget.attrs["rows"] = 5
        self.fields["interests"].widget.attrs["rows"] = 2


class ChangesForm(DecisionForm):
    """Asking for changes needs the statement; interests are declared when somebody approves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["interests"].required = False

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value != ""}


class TakeDownForm(StepForm):
    notice = _words(
        "Public notice",
        "Readers find it at the address of the article, with today's date.",
        limit=1000,
        missing="Write the notice that readers will find at this address.",
    )


class RevokeForm(StepForm):
    reason = _words(
        "Reason",
        "It is kept in the history, with your name.",
        limit=2000,
        missing="Say why the approval is revoked.",
    )
