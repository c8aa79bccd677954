"""Two programmes on the small pack, and that pack in French and Dutch: one for newcomers, one that a link leads to."""

from dataclasses import replace

from content.pack import Pack
from content.programmes import Programme, ProgrammeWeek, write_programmes
from tests.builders import in_dutch, module, pool, with_translations

SKILLS_OF = {"ecouter": ("listen.active",), "reformuler": ("listen.reflect",), "cadre": ("frame.role",)}


def said(text: str) -> dict[str, str]:
    return {language: f"{text} ({language})" for language in ("fr", "nl")}


def weeks(*modules: str) -> tuple[ProgrammeWeek, ...]:
    return tuple(ProgrammeWeek(one, said(f"Pourquoi {one}")) for one in modules)


WELCOME = Programme(
    "accueil", said("Parcours d'accueil"), said("Trois pas."), weeks("cadre", "ecouter", "reformuler"), newcomers=True
)
LINKED = Programme("ecoute", said("Parcours d'écoute"), said("Deux pas."), weeks("ecouter", "reformuler"))
TEXT = write_programmes([WELCOME])
PROGRAMMES = write_programmes([WELCOME, LINKED])


def pack_with_programmes(*modules: str) -> Pack:
    """The small pack with its translations in Dutch, those of these modules or all, and both programmes."""
    chosen = modules or tuple(SKILLS_OF)
    translated = [in_dutch(module(name, SKILLS_OF[name])) for name in chosen]
    return replace(with_translations(*translated), others={"programmes.yaml": PROGRAMMES})


SIX = ("accueil-un", "accueil-deux", "accueil-trois", "accueil-quatre", "accueil-cinq", "accueil-six")
SIX_WEEKS = Programme("six-semaines", said("Six semaines"), said("Six pas."), weeks(*SIX), newcomers=True)


def pack_of_six_weeks() -> Pack:
    """The small pack, and six modules more, each in both languages, in one programme for newcomers."""
    modules = [module(name, questions=pool(name, "listen.active")) for name in SIX]
    pack = with_translations(*map(in_dutch, modules), modules=tuple(modules))
    return replace(pack, others={"programmes.yaml": write_programmes([SIX_WEEKS])})
