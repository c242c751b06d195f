"""What a person types into the desk of an article, and how it is read.

These forms never save: `articles.admin.text.writing` hands what they read to `articles.actions`.
Limits are the model's own, so that a field says the same here as everywhere else; what a browser
could cut off silently (`maxlength`) is left to the server, which says so instead.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Field, Q, URLField
from django.forms import BaseFormSet, formset_factory

from articles.admin.text.picker import OrderedField, SingleField
from articles.content import CorrectionKind
from articles.models import Article, Image, Reference, Topic
from authors.models import Author, MedicalReviewer, User
from wellness.lib.editor import RichTextWidget

DATE_SENTENCE = "“%(value)s” is not a date that can be read: write it like 2024-01-16."


class DeskForm(forms.Form):
    """Base of the forms on the desk: no `required` or `maxlength` that a browser acts on."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            limit = widget.attrs.pop("maxlength", None)
            if limit:
                widget.attrs["data-limit"] = limit
            if field.required:
                widget.attrs["aria-required"] = "true"


class DayField(forms.DateField):
    """A day; says in words what it could not read."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(
                DATE_SENTENCE, code="invalid", params={"value": str(value)[:60]}
            ) from None


class BodyField(forms.CharField):
    """The text of an article as it was typed; line ends as one line feed, nothing else changed."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def _line(name: str, label: str, help_text: str = "", *, rows: int = 0) -> forms.CharField:
    column = Article._meta.get_field(name)
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label,
        required=name == "title",
        max_length=getattr(column, "max_length", None),
        help_text=help_text,
        widget=widget,
        error_messages={
            "required": "An article needs a title.",
            "max_length": "This is %(show_value)s characters; the limit is %(limit_value)s.",
        },
    )


class TextForm(DeskForm):
    """The text of the desk copy, references aside."""

    title = _line("title", "Title")
    subtitle = _line("subtitle", "Subtitle", "One line under the title.", rows=2)
    body = BodyField(label="Text", required=False, strip=False)
    description = _line(
        "description",
        "Description",
        "One or two sentences for search engines and cards.",
        rows=3,
    )
    key_points = _line(
        "key_points", "Key points", "What a reader takes home, one point a line.", rows=4
    )
    hero = SingleField(
        Image.objects.all(),
        source="hero",
        label="Picture at the top",
        noun="picture",
        required=False,
    )
    hero_alt = _line(
        "hero_alt",
        "Alternative text",
        "What the picture shows, for readers who cannot see it. Empty only where the library "
        "says that it is decorative.",
        rows=2,
    )
    hero_caption = _line("hero_caption", "Caption", rows=2)
    correction_kind = forms.ChoiceField(
        label="Does this change correct something that readers have seen?",
        required=False,
        choices=[
            ("", "No correction notice"),
            (CorrectionKind.MATERIAL, "Correction: something was wrong"),
            (CorrectionKind.CLARIFICATION, "Clarification: something could be misread"),
        ],
        error_messages={"invalid_choice": "Choose what kind of notice this is."},
        help_text=(
            "A correction stands over the text, a clarification under it, and both stay on the "
            "article and among the corrections of the magazine."
        ),
    )
    correction = _line(
        "correction",
        "Correction notice",
        "One paragraph: what the article said, and what is right. “An earlier version gave the "
        "dose as 50 mg; it is 5 mg.” The reviewer approves it with the text; readers see the day "
        "on which it went live.",
        rows=3,
    )
    disclosure = _line(
        "disclosure",
        "Disclosure",
        "Where the article quotes or names somebody with an interest, say so: “Dr. Example leads a "
        "clinic that sells this test.” It is approved with the text and printed under it.",
        rows=3,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget = RichTextWidget(editors=user.is_editor)


class AroundForm(DeskForm):
    """What surrounds the text: topic, address, people, related posts."""

    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        empty_label="Choose a topic",
        error_messages={"required": "Choose the topic that this article belongs to."},
    )
    slug = forms.CharField(
        label="Address",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    authors = OrderedField(
        Author.objects.all(),
        source="authors",
        label="Byline",
        noun="author",
        required=False,
        help_text="In the order in which readers see the names.",
    )
    reviewers_asked = OrderedField(
        MedicalReviewer.objects.all(),
        source="reviewers_asked",
        label="Reviewers asked",
        noun="reviewer",
        required=False,
        help_text="Nobody named: any reviewer who is entitled may decide.",
    )
    related = OrderedField(
        Article.objects.all(),
        source="related",
        label="Related posts",
        noun="article",
        required=False,
        help_text="Shown under the text in this order; with fewer than three, the page adds some.",
    )
    originally_published = DayField(
        label="First appeared on",
        required=False,
        help_text="Only for an article that was published elsewhere before.",
    )

    def __init__(self, *args: Any, user: User, article: Article | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        if not user.is_editor:
            # Before the first publication the address follows the title by itself.
            del self.fields["slug"]
        elif article is None:
            self.fields["slug"].help_text = "Empty: made from the title."
        elif article.first_published_at is not None:
            self.fields["slug"].help_text = "After a change the old address leads to the new one."
        elif article.slug_follows_title:
            self.fields[
                "slug"
            ].help_text = "Follows the title until the first publication, or until you change it."
        already = article.pk if article else None
        self._offer("authors", Q(is_active=True) | Q(bylines__article=already))
        self._offer("reviewers_asked", Q(is_active=True) | Q(asked_to_review=already))
        posts = Article.objects.filter(
            Q(live_revision__isnull=False)
            | Q(pk__in=Article.objects.visible_to(user).values("pk"))
            | Q(related_from__article=already)
        )
        self.fields["related"].queryset = posts.exclude(pk=already or 0).distinct()  # type: ignore[attr-defined]
        self.fields["related"].widget.attrs["data-exclude"] = already or ""

    def _offer(self, name: str, condition: Q) -> None:
        field = self.fields[name]
        field.queryset = field.queryset.filter(condition).distinct()  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).strip().lower()
        if not slug and self.article is not None:
            raise forms.ValidationError("An article needs an address.")
        return slug


def _with_https(field: Field[Any, Any], **options: Any) -> forms.Field | None:
    """The model's own form field; an address typed without a scheme is taken for https."""
    if isinstance(field, URLField):
        options["assume_scheme"] = "https"
    return field.formfield(**options)


class ReferenceForm(forms.ModelForm):
    """One cited source."""

    use_required_attribute = False

    class Meta:
        model = Reference
        fields = ("authors", "title", "publisher", "year", "doi", "pmid", "url")
        formfield_callback = _with_https
        labels = {"url": "Web address", "publisher": "Journal or publisher"}
        error_messages = {
            "title": {"required": "A reference needs the title of its source."},
            "year": {"invalid": "Write the year in four digits, like 2021."},
            "url": {"invalid": "This is not a web address: it begins with https://."},
        }
        widgets = {
            "authors": forms.TextInput(),
            "title": forms.Textarea(attrs={"rows": 2}),
            "year": forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
            "pmid": forms.TextInput(attrs={"inputmode": "numeric"}),
            "url": forms.URLInput(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def row(self) -> dict[str, Any]:
        """The source with the fields that a desk copy keeps."""
        return self.instance.as_row()


class BaseReferenceFormSet(BaseFormSet):
    """The sources of an article; their order is the typed one, whatever form comes first."""

    def get_deletion_widget(self) -> forms.Widget:  # type: ignore[override]  # or an instance
        return forms.CheckboxInput(attrs={"data-remove": ""})

    def get_ordering_widget(self) -> forms.Widget:  # type: ignore[override]  # or an instance
        return forms.NumberInput(attrs={"min": 1, "data-position": ""})

    def rows(self) -> tuple[dict[str, Any], ...]:
        """The sources in order, without removed and empty ones. The formset is valid."""
        return tuple(form.row() for form in self.ordered_forms if form.has_changed())


ReferenceFormSet = formset_factory(
    ReferenceForm,
    formset=BaseReferenceFormSet,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=300,
    absolute_max=400,
)
