"""Forms of an import: the file and how it came, and on what terms the directory of others may be used."""

from datetime import date

from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, Field, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from content.directory.entry import WRITTEN_IN
from content.directory.entry_text import LONGEST_SERVICE, names_a_person
from content.directory.exchange_results import Arrival
from content.directory.incoming_file import FileFormat
from content.errors import N_
from content.strings.words import LONGEST_ADDRESS
from models.directory import licences
from models.directory.licences import LONGEST_LICENCE, LONGEST_RIGHT
from portal.forms import Form, text_of, web_address
from portal.pages import LANGUAGE_NAMES, say
from portal.shell import house_day

FORMATS = {
    FileFormat.TABLE: N_("Un tableau à nous, ou d'un partenaire (CSV, XLSX)"),
    FileFormat.INCLUSION: N_("data.inclusion, schéma v1 (JSON, XLSX, zip de deux CSV)"),
    FileFormat.HSDS: N_("HSDS 3, Open Referral (JSON, zip de CSV)"),
}


class LicenceForm(Form):
    """On what terms a directory may be used: its licence, or where the right to use it here is written."""

    licence = StringField(validators=[Length(max=LONGEST_LICENCE)])
    licence_address = StringField(validators=[Optional(), Length(max=LONGEST_ADDRESS), web_address])
    may_be_passed_on = BooleanField()
    right_obtained = BooleanField()
    where = StringField(validators=[Length(max=LONGEST_RIGHT)])

    def validate_licence(self, field: Field) -> None:
        """Refuse a permission to pass on that no licence gives, and a licence that nobody can read."""
        named, where = (field.data or "").strip(), text_of(self.licence_address).strip()
        if self.may_be_passed_on.data and not named:
            raise ValidationError(say("Dites quelle licence permet de transmettre."))
        if named and not where:
            raise ValidationError(say("Dites où l'on lit cette licence."))

    def validate_where(self, field: Field) -> None:
        """Refuse half a right."""
        if self.right_obtained.data is not bool((field.data or "").strip()):
            raise ValidationError(say("Cochez que le droit est obtenu, et écrivez où : l'un ne va pas sans l'autre."))

    @property
    def tells(self) -> bool:
        """Whether a licence is told, or where a right is written."""
        return bool(text_of(self.licence).strip() or text_of(self.where).strip())

    def note(self, db: Session, publisher: str, day: date) -> None:
        """Note what is told of a publisher; a right that was obtained lets nothing be passed on."""
        if licence := text_of(self.licence).strip():
            licences.note(db, publisher, licence, text_of(self.licence_address), bool(self.may_be_passed_on.data), day)
        else:
            licences.note_right(db, publisher, text_of(self.where), day)


class BringForm(LicenceForm):
    """A file, in which format, whose directory it is, which service brings it, on which day."""

    format = SelectField(default=FileFormat.TABLE)
    publisher = StringField(validators=[DataRequired(), Length(max=LONGEST_SERVICE)])
    address = StringField(validators=[DataRequired(), Length(max=LONGEST_ADDRESS), web_address])
    service = StringField(validators=[DataRequired(), Length(max=LONGEST_SERVICE)])
    day = DateField(validators=[DataRequired()])
    language = SelectField(default="fr")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.format.choices = [(str(code), say(words)) for code, words in FORMATS.items()]
        self.language.choices = [(one, LANGUAGE_NAMES[one]) for one in WRITTEN_IN]

    def validate_service(self, field: Field) -> None:
        """Refuse the name of a person."""
        if names_a_person(field.data or ""):
            raise ValidationError(say("Un service, jamais le nom d'une personne : par exemple « Service emploi »."))

    def validate_day(self, field: Field) -> None:
        """Refuse a day to come."""
        if field.data and field.data > house_day():
            raise ValidationError(say("Ce jour n'est pas encore venu."))

    def arrival(self, file: str) -> Arrival:
        """Return how the file came."""
        day = self.day.data or house_day()
        publisher, service = (" ".join(text_of(one).split()) for one in (self.publisher, self.service))
        return Arrival(text_of(self.address).strip(), service, day, self.language.data, file or "fichier", publisher)
