"""Rules that several forms share."""

from urllib.parse import urlsplit

from wtforms import Field, Form, StringField, ValidationError

from portal.pages import say


def email_address(form: Form, field: Field) -> None:
    """Refuse what cannot be an address of mail; whether it is one, only a mail can tell."""
    name, _, host = (field.data or "").strip().rpartition("@")
    if not name or "." not in host or any(letter.isspace() for letter in name + host):
        raise ValidationError(say("Cette adresse de courriel n'est pas complète."))


def web_address(form: Form, field: Field) -> None:
    """Refuse what cannot be a page of the web."""
    try:
        parts = urlsplit(field.data or "")
        sound = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    except ValueError:
        sound = False
    if not sound:
        raise ValidationError(say("Une adresse commence par https:// et nomme un site."))


def text_of(field: StringField) -> str:
    """What was typed in a field."""
    return field.data or ""
