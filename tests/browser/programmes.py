"""A programme and a vignette in a house with the pack that Boussole comes with, whatever that holds."""

from content.programmes import Programme
from models.catalogue import coming_into_force, in_force
from models.study import programmes
from models.tables.people import Account
from tests.builders import module, question, small_pack
from tests.portal.house import House
from tests.portal.programmes import publish
from tests.programmes import said, weeks
from tests.vignettes import VIGNETTE

WELCOME = Programme(
    "parcours-d-accueil",
    said("Parcours d'accueil"),
    said("Deux pas."),
    weeks("ecouter-sans-diriger", "confidentialite"),
    newcomers=True,
)
WALL = f"/modules/reunion/vignettes/{VIGNETTE.id}"


def programme(house: House) -> str:
    """The id of one that is offered."""
    if not house.read(in_force.programmes):
        publish(house, WELCOME)
    return house.read(programmes.offered)[0].id


def vignette(house: House) -> str:
    """Where one is shown."""
    with house.store.writing() as db:
        meeting = module("reunion", questions=(question("reunion-1"),), vignettes=(VIGNETTE,))
        coming_into_force.load_pack(db, small_pack(meeting), house.clock())
    return WALL


def pages(house: House, person: Account) -> list[str]:
    """Every page of a programme that she follows, of a vignette, and of what she may have signed."""
    name = programme(house)
    with house.store.writing() as db:
        programmes.take_up(db, person.learner_key, name, house.clock())
    steps = ("case", "choices", "explanation", "discussion")
    wall = [f"{vignette(house)}?step={step}" for step in steps]
    return [f"/programmes/{name}", *wall, f"{WALL}/paper", "/training-records"]
