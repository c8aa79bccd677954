"""The base class of our forms, the validators that several share, and numbers as strangers write them."""

from collections.abc import Callable

from flask import Flask, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Map
from wtforms import Field, StringField, ValidationError
from wtforms.meta import DefaultMeta

from content.errors import Refused
from content.strings.words import is_of_web
from models.ground.limits import is_of_somebody
from portal.pages import page_language, say


class Form(FlaskForm):
    """A form whose library speaks the language of the page."""

    class Meta(FlaskForm.Meta):
        """Settings of WTForms: its own sentences come in the page's language."""

        def get_translations(self, form: FlaskForm) -> object:
            """Return the library's catalogue; Flask-WTF would ask Flask-Babel, which we do not use."""
            self.locales = [page_language()]
            return DefaultMeta.get_translations(self, form)

        def wrap_formdata(self, form: FlaskForm, formdata: object) -> MultiDict[str, str] | None:
            """Return the texts that were sent; Flask-WTF would let a file, or JSON, take the place of one."""
            return (request.form or None) if formdata is not None and form.is_submitted() else None

    def carries_out(self, verb: Callable[[], object]) -> bool:
        """Do what the form asks for where it is whole; returns whether it was done, and says why not at its fields."""
        try:
            if self.validate():
                verb()
        except Refused as refused:
            self.say_why(refused)
        return not self.errors

    def say_why(self, refused: Refused) -> None:
        """Say at the fields of what a rule has refused why it has."""
        for name in refused.fields:
            self[name].errors = [say(refused.sentence, **refused.values)]


def email_address(form: FlaskForm, field: Field) -> None:
    """Refuse what no mail of ours can go to."""
    if not is_of_somebody((field.data or "").strip()):
        raise ValidationError(say("Il faut une seule adresse de courriel, complète : prenom.nom@maison.be."))


def web_address(form: FlaskForm, field: Field) -> None:
    """Refuse what cannot be an address of the web."""
    if not is_of_web(field.data or ""):
        raise ValidationError(say("Une adresse commence par https:// et nomme un site."))


def text_of(field: StringField) -> str:
    """Return what was typed in a field."""
    return field.data or ""


# ------------------------------------------------------------- numbers as strangers write them, in an address or a form


LARGEST_NUMBER = 2**31 - 1
"""The largest that PostgreSQL holds in an INTEGER, as numbers of versions are; a larger key would be no key of ours.

https://www.postgresql.org/docs/current/datatype-numeric.html
"""


def to_number(text: str) -> int:
    """Return the number that a visitor has written; raises ValueError, as `type=` of a form's `get` expects.

    >>> to_number("7")
    7
    """
    # `int` takes « ² » for none, « 1_0 » for ten, and refuses 4301 digits; a form of ours sends digits.
    if not (text.isascii() and text.removeprefix("-").isdecimal()) or len(text) > len(str(LARGEST_NUMBER)) + 1:
        raise ValueError(text)
    value = int(text)
    if abs(value) > LARGEST_NUMBER:
        raise ValueError(text)
    return value


class BoundedConverter(IntegerConverter):
    """`<int:…>` in an address: what no column can hold is the address of nothing, and answered by 404."""

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_NUMBER)


def bound_numbers(app: Flask) -> None:
    """Read numbers in addresses so; before the first route is added."""
    app.url_map.converters["int"] = BoundedConverter
