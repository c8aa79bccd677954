"""Two topics that fit the small pack: one with a question that decides, one that is sensitive."""

from dataclasses import replace

from content.pack import Pack
from content.schema.yaml_fields import LANGUAGES
from content.topics import Aspect, InterviewQuestion, Topic, write_topics
from tests.builders import small_pack


def said(text: str) -> dict[str, str]:
    return {language: f"{text} ({language})" for language in LANGUAGES}


ASKED = InterviewQuestion("garde-place-1", said("Quelles demandes ?"))
DECIDING = InterviewQuestion("garde-place-2", said("Faut-il une place ?"), (said("Oui : j'appelle"), said("Non")))
ASPECT = Aspect("garde-place", said("Une place"), said("Un lieu a dit oui."), (ASKED, DECIDING))
TOPIC = Topic(
    id="garde",
    name=said("Garde"),
    thematiques=("famille--garde-denfants",),
    skills=("listen.active",),
    rules=("duree",),
    aspects=(ASPECT,),
    other_side=(said("À la commune"),) * 5,
)
SENSITIVE = Topic(
    id="sante",
    name=said("Santé"),
    thematiques=(),
    skills=(),
    rules=(),
    aspects=(Aspect("soins", said("Soins"), said("Vu."), (InterviewQuestion("soins-1", said("Quand ?")),)),),
    other_side=(said("Ligne"),) * 5,
    sensitive=True,
    why=said("Pour l'horaire."),
)

TEXT = write_topics([TOPIC])
TOPICS = write_topics([TOPIC, SENSITIVE])


def pack_with_topics(*topics: Topic) -> Pack:
    """The small pack and topics; without any of its own, both of these."""
    return replace(small_pack(), topics=write_topics(topics) if topics else TOPICS)
