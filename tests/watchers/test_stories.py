"""New story or known, and what a story is about."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.pack import PACKS, read_pack
from content.skills import read_skills
from models.language.encoder import Encoder
from models.news.stories.rectifying import ArticleTelling
from tests.builders import SKILLS
from watchers.child import Child
from watchers.tellings import Teller, same_place, traits_of

TEXT = """Le Forem ouvre trois cents places de formation à Charleroi pour les soudeurs de la région.
Les cours commencent en mars, et les candidats s'inscrivent dans chaque maison de l'emploi avant la fin de janvier.
Deux entreprises de Gosselies ont promis d'engager la moitié des personnes formées dès le mois de septembre."""


def test_an_address_is_the_same_place_however_it_was_shared() -> None:
    for address in [
        *("https://example.org/a?id=3", "http://www.example.org/a?id=3#suite"),
        *("https://example.org/a/?id=3&utm_medium=mail", "https://example.org/a?utm_source=rss&id=3"),
    ]:
        assert same_place(address).replace("/?", "?") == "example.org/a?id=3"


def test_an_entry_is_recognised_by_its_address_if_it_has_one_of_its_own() -> None:
    telling = ArticleTelling("Un titre de plusieurs mots", "fr", event=(1.0, 0.0), encoder="e5")
    known_by = traits_of(telling, "Un texte.", "https://www.example.org/a?utm_source=rss")
    assert known_by.of("a") == {"a:example.org/a"}
    assert (known_by.vector, known_by.encoder, known_by.language) == ((1.0, 0.0), "e5", "fr")
    assert traits_of(telling, "Un texte.", None).of("a") == frozenset()


@given(st.text(), st.text())
def test_any_title_and_any_address_can_be_compared(title: str, address: str) -> None:
    assert traits_of(ArticleTelling(title, "fr"), "", address) == traits_of(ArticleTelling(title, "fr"), "", address)


def test_without_an_encoder_a_story_is_its_title(readers: Child, tmp_path: Path) -> None:
    telling = Teller(Encoder(tmp_path), readers).tell("Un titre", "Un texte. " * 50, "fr", read_skills(SKILLS))
    assert telling == ArticleTelling("Un titre", "fr")


@pytest.mark.nightly
def test_whoever_tells_loads_no_model_itself(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from content.skills import SkillMap
from models.language.encoder import Encoder
from watchers.tellings import Teller, models
with models() as child:
    teller = Teller(Encoder(Path({str(tmp_path)!r})), child)
    print(teller.language_of("Le Forem ouvre trois cents places de formation."))
    teller.tell("Un titre", "Un texte. " * 50, "fr", SkillMap(()))
print(*{{"torch", "numpy", "transformers", "py3langid"}} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "fr\n\n"


@pytest.mark.nightly
def test_a_summariser_that_cannot_be_used_is_logged_and_the_sentences_serve(
    encoder_folder: Path, readers: Child, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    teller = Teller(Encoder(encoder_folder), readers, summariser=str(tmp_path))
    telling = teller.tell("Des soudeurs au Forem", TEXT, "fr", read_skills(SKILLS))
    assert (telling.places != [], telling.rewritten) == (True, None)
    assert "aucun modèle" in caplog.text


@pytest.mark.nightly
def test_a_story_touches_the_skill_that_it_is_an_occasion_to_learn(encoder_folder: Path, readers: Child) -> None:
    skills = read_skills(read_pack(PACKS / "conseil-emploi").skills)
    teller = Teller(Encoder(encoder_folder), readers)
    title = "Contrôle renforcé : mille allocations suspendues en un mois"
    text = "L'ONEM a suspendu mille allocations de chômage en octobre, surtout pour des rendez-vous manqués."
    assert set(teller.tell(title, text, "fr", skills).skills) == {"frame.mandate"}
    assert teller.tell("Anderlecht gagne à Bruges", "Deux buts ont suffi samedi.", "fr", skills).skills == {}
