"""What our forms share: their language, and rules of several."""

from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError
from wtforms.meta import DefaultMeta

from models.ground.addresses import is_of_web
from portal.pages import page_language, say


class Form(FlaskForm):
    """A form whose library speaks the language of the page."""

    class Meta(FlaskForm.Meta):
        """Has the library's own sentences in the page's language."""

        def get_translations(self, form: FlaskForm) -> object:
            """The library's catalogue; Flask-WTF would ask Flask-Babel, which we do not use."""
            self.locales = [page_language()]
            return DefaultMeta.get_translations(self, form)


def email_address(form: FlaskForm, field: Field) -> None:
    """Refuse what cannot be an address of mail; whether it is one, only a mail can tell."""
    name, _, host = (field.data or "").strip().rpartition("@")
    if not name or "." not in host or any(letter.isspace() for letter in name + host):
        raise ValidationError(say("Cette adresse de courriel n'est pas complète."))


def web_address(form: FlaskForm, field: Field) -> None:
    """Refuse what cannot be a page of the web."""
    if not is_of_web(field.data or ""):
        raise ValidationError(say("Une adresse commence par https:// et nomme un site."))


def text_of(field: StringField) -> str:
    """What was typed in a field."""
    return field.data or ""
