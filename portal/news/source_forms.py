"""Forms for a source: where it is, what it is, and how much of it may be shown."""

from collections.abc import Iterator, Mapping
from datetime import date

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from content.strings.words import LONGEST_ADDRESS
from models.news.sources import source_list
from models.news.sources.shared_sources import LONGEST_AGE_LIMIT, Description
from models.news.sources.source_words import JURISDICTIONS, NATURES, RIGHTS, PermissionGiven, first_right
from models.tables.sources import Source, SourceNature
from portal.forms import Form, text_of, web_address
from portal.pages import say
from portal.request import now

LONGEST_NAME, LONGEST_SELECTOR, LONGEST_WORDS = 120, 500, 2000


class AddressForm(Form):
    """The form for an address to look at, or the part of a page."""

    address = StringField(validators=[DataRequired(), Length(max=LONGEST_ADDRESS), web_address])
    selector = StringField(validators=[Length(max=LONGEST_SELECTOR)])


class NatureForm(Form):
    """The nature that the sources of a list share."""

    nature = SelectField(default=SourceNature.PRESS)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.nature.choices = choices(NATURES)


class DescriptionForm(NatureForm):
    """A description of a source: what it is, how much of it may be shown, and by whose permission."""

    name = StringField(validators=[DataRequired(), Length(max=LONGEST_NAME)])
    jurisdiction = SelectField(default="")
    right_to_show = SelectField(default="")
    age_limit = IntegerField(validators=[Optional(), NumberRange(1, LONGEST_AGE_LIMIT)])
    about_the_job = BooleanField()
    categories = TextAreaField(validators=[Length(max=LONGEST_WORDS)])
    given_by = StringField(validators=[Length(max=LONGEST_NAME)])
    given_on = DateField(validators=[Optional()])
    words = TextAreaField(validators=[Length(max=LONGEST_WORDS)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.jurisdiction.choices = [("", say("ailleurs, ou sans objet")), *choices(JURISDICTIONS)]
        self.right_to_show.choices = [("", say("selon sa nature")), *choices(RIGHTS)]

    def validate_given_on(self, field: Field) -> None:
        """Refuse a day to come."""
        if field.data and field.data > now().date():
            raise ValidationError(say("Ce jour n'est pas encore venu."))

    def validate_words(self, field: Field) -> None:
        """Refuse half a permission."""
        told = [bool(text_of(self.given_by).strip()), self.given_on.data is not None, bool((field.data or "").strip())]
        if any(told) and not all(told):
            raise ValidationError(say("Une permission dit qui l'a donnée, quand, et en quels mots."))

    @property
    def permission(self) -> PermissionGiven | None:
        """Return the permission, if one was written."""
        given_on: date | None = self.given_on.data
        if given_on is None:
            return None
        return PermissionGiven(text_of(self.given_by), given_on, self.words.data or "")

    def description(self, selector: str | None = None) -> Description:
        """Return the description that was chosen."""
        nature = SourceNature(self.nature.data)
        return Description(
            nature=nature,
            jurisdiction=self.jurisdiction.data or None,
            right_to_show=self.right_to_show.data or first_right(nature),
            selector=selector,
            age_limit=self.age_limit.data,
            about_the_job=self.about_the_job.data,
            categories=source_list.in_lines((self.categories.data or "").splitlines()),
        )


class EditForm(DescriptionForm):
    """The description of a watched source, with the part of its page."""

    selector = StringField(validators=[Length(max=LONGEST_SELECTOR)])


class WayForm(NatureForm):
    """The choice of one of the ways that a trial has found, and the name to follow it under."""

    name = StringField(validators=[DataRequired(), Length(max=LONGEST_NAME)])
    way = SelectField()

    def offer(self, ways: Mapping[str, str]) -> None:
        """Offer these ways, the first of them chosen."""
        self.way.choices = list(ways.items())
        self.way.data = self.way.data or next(iter(ways), None)


class AddForm(WayForm, DescriptionForm):
    """The description of a source to follow, with the way that a trial has found."""


class OwnForm(WayForm):
    """The form for a feed of one's own, as a trial has found it."""


def choices(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return codes and their names in the language of the page."""
    return [(str(code), say(label)) for code, label in words.items()]


def of_source(source: Source) -> EditForm:
    """Return the form filled with the description of a source."""
    return EditForm(formdata=None, obj=source, jurisdiction=source.jurisdiction or "")


def errors(form: FlaskForm) -> Iterator[str]:
    """Return the errors of a form that is not shown field by field."""
    for field in form:
        yield from field.errors
