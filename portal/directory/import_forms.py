"""The forms of an import: the file, how it came, its licence, and where a column of its table can be put."""

from collections.abc import Mapping
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
from models.directory import licences_and_exports
from models.directory.licences_and_exports import LONGEST_LICENCE, LONGEST_RIGHT
from portal.forms import Form, text_of, web_address
from portal.pages import LANGUAGE_NAMES, say
from portal.request import house_day

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
            licences_and_exports.note_terms(
                db, publisher, licence, text_of(self.licence_address), bool(self.may_be_passed_on.data), day
            )
        else:
            licences_and_exports.note_right(db, publisher, text_of(self.where), day)


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


# -------------------------------------------------------------- where a column of somebody's table can be put, in words


USUAL: Mapping[str, str] = {
    "nom": N_("Nom"),
    "description": N_("Ce qu'il fait"),
    "publics_precisions": N_("Pour qui, en mots"),
    "frais_precisions": N_("Prix, en mots"),
    "telephone": N_("Téléphone"),
    "courriel": N_("Courriel"),
    "site_web": N_("Site web"),
    "adresse": N_("Rue et numéro"),
    "code_postal": N_("Code postal"),
    "commune": N_("Commune"),
    "hours": N_("Heures d'ouverture, en mots"),
    "read_on": N_("Jour de la dernière vérification"),
}
"""What nearly every table has."""
OTHERS: Mapping[str, str] = {
    "type": N_("Type (code de data.inclusion)"),
    "thematiques": N_("Thématiques (codes de data.inclusion)"),
    "topics": N_("Sujets d'entretien (codes d'ici)"),
    "skills": N_("Compétences (codes d'ici)"),
    "rules": N_("Règles (codes d'ici)"),
    "emergency": N_("Urgence : oui ou non"),
    "id": N_("Identifiant dans ce fichier"),
    "publics": N_("Publics (codes de data.inclusion)"),
    "conditions_acces": N_("Conditions"),
    "zone_eligibilite": N_("Communes ou zones desservies (codes)"),
    "frais": N_("Frais (code de data.inclusion)"),
    "amount": N_("Montant"),
    "documents": N_("Documents à apporter"),
    "law": N_("Base légale"),
    "reach": N_("Comment le joindre, en mots"),
    "modes_accueil": N_("Accueil : sur place, à distance (codes)"),
    "langues": N_("Langues (codes ISO)"),
    "interprete": N_("Interprète : oui ou non"),
    "mobilisable_par": N_("Qui peut s'y adresser (codes)"),
    "modes_mobilisation": N_("Comment s'y adresser (codes)"),
    "mobilisation_precisions": N_("Comment s'y adresser, en mots"),
    "lien_mobilisation": N_("Adresse web du formulaire"),
    "online": N_("En ligne, en mots"),
    "compte": N_("Compte nécessaire : oui ou non"),
    "complement_adresse": N_("Complément d'adresse"),
    "code_insee": N_("Code de la commune"),
    "accessibilite_lieu": N_("Adresse web sur l'accessibilité du lieu"),
    "horaires_accueil": N_("Heures d'ouverture (format OpenStreetMap)"),
    "delay": N_("Délai"),
    "duration": N_("Durée, en mots"),
    "nombre_semaines": N_("Durée en semaines"),
    "volume_horaire_hebdomadaire": N_("Heures par semaine"),
    "confidential": N_("Adresse confidentielle : oui ou non"),
    "discreet_title": N_("Titre discret"),
    "public_line": N_("Comment on joint, en une ligne"),
    "lien_source": N_("Page où c'est écrit"),
    "organisation.nom": N_("Nom de l'organisation"),
    "organisation.id": N_("Identifiant de l'organisation"),
    "organisation.description": N_("Ce que fait l'organisation"),
    "organisation.telephone": N_("Téléphone de l'organisation"),
    "organisation.courriel": N_("Courriel de l'organisation"),
    "organisation.site_web": N_("Site web de l'organisation"),
    "organisation.adresse": N_("Rue et numéro de l'organisation"),
    "organisation.code_postal": N_("Code postal de l'organisation"),
    "organisation.commune": N_("Commune de l'organisation"),
    "organisation.siret": N_("SIRET"),
    "organisation.reseaux_porteurs": N_("Réseaux (codes de data.inclusion)"),
}
"""What some have; what is rarer (an amount of the organisation) is left to the text of the entry."""
TARGETS = {**USUAL, **OTHERS}
IN_BOTH = (
    "nom",
    "description",
    "publics_precisions",
    "conditions_acces",
    "frais_precisions",
    "mobilisation_precisions",
)
"""What tables of Brussels have in two columns, one for each language."""
LANGUAGES = {"fr": N_("%(what)s, en français"), "nl": N_("%(what)s, en néerlandais")}

TargetChoices = list[tuple[str, str]]


def target_choices() -> tuple[TargetChoices, TargetChoices]:
    """Return the usual targets, then all others, each with its words in the language of the page."""
    both = [
        (f"{target}.{language}", say(sentence, what=say(TARGETS[target])))
        for target in IN_BOTH
        for language, sentence in LANGUAGES.items()
    ]
    usual, others = ([(target, say(words)) for target, words in of.items()] for of in (USUAL, OTHERS))
    return usual, [*others, *both]


def is_known_target() -> set[str]:
    """Return every target that is offered."""
    return {target for offered in target_choices() for target, _ in offered}
