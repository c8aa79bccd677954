"""How we write the packs that we ship, beyond what a text must be to be published: asked by `content check` alone."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from content.checks.cards_and_facts import MOST_LIX, readability_of
from content.checks.guessers import turns_of
from content.dialogue import SHORTEST, dialogue_minutes, path_lengths
from content.directory.entry import WRITTEN_IN, DirectoryEntry, EntryFactKind, EntryKind
from content.directory.entry_text import write_entry
from content.errors import Problem, line_with
from content.lexicons import about, dangers
from content.module import Module, QuestionNature, Use
from content.pack import PROGRAMMES, RULES, TOPICS, PackTexts, modules_by_language
from content.pictures.picture_file import named_in
from content.pictures.picture_terms import PICTURES, PictureRights
from content.programmes import is_whole
from content.schema.yaml_fields import LANGUAGES
from content.skills import Names
from content.strings.late_patterns import LatePattern
from content.strings.words import folded_words
from content.text.module_writer import dialogue_text
from content.topics import CRISIS_LINE, OTHER_SIDE, WHY, Standing, Topic, write_topics

Broken = Mapping[str, Iterable[str]]
"""A rule of ours, with the words that break it."""

FOREIGN = LatePattern(r" [?!;:]|[«»\"']|  |[\u00a0\u202f]")
TYPED = {"fr": LatePattern(r"[^ «][?!;:»]|«[^ ]|  |[’“”\"\u00a0\u202f]"), "nl": FOREIGN, "en": FOREIGN}
"""Not as our texts are typed: plain spaces and straight apostrophes in French, which the page sets."""
SAID_ALOUD = {"fr": LatePattern(r"[\"’]|[^ «“][?!;:»]|«[^ ]"), "nl": LatePattern(r"[\"'«»]| [?!;:]")}
_ROLES = r"(?:conseiller|conseillère|formateur|formatrice|assistante?|directeur|directrice|travailleuse?|candidate?)s?"
GENDERED = {
    "fr": LatePattern(rf"(?i)\b(?:{_ROLES}|vous êtes \w*(?:é|i|u|t|nt)e?s?|\w+[·(]e)\b"),
    "nl": LatePattern(r"(?i)\b(?:hij|zij|haar|consulente?|adviseur|raadgever|begeleidster)\b"),
    "en": LatePattern(r"(?i)\b(?:he|she|his|her|him|chairman|adviser)\b"),
}
"""Words that would make a man or a woman of somebody."""
FAMILIAR = {
    "fr": LatePattern(r"(?i)\b(?:tu|ton|ta|tes|toi)\b"),
    "nl": LatePattern(r"(?i)\b(?:je|jij|jou|jouw|jullie)\b"),
}
SCOLDING = {
    "fr": LatePattern(
        r"(?i)vous auriez dû|vous n'auriez pas dû|il ne fallait pas|erreur grave|mauvaise réponse|c'est faux"
        rf"|\b(?:vous êtes|vous serez) \w+(?:é|ent|ant)e?\b|\b{_ROLES}\b"
    ),
    "nl": LatePattern(
        r"(?i)u had moeten|u mocht niet|dat is fout|fout antwoord|helaas|\b(?:consulente|begeleidster|adviseuse)\b"
    ),
}
WHO_ACTS = {
    "fr": LatePattern(r"(?i)\b(?:j'|je|nous)"),
    "nl": LatePattern(r"(?i)\b(?:ik|we)"),
    "en": LatePattern(r"(?i)\b(?:I|we)"),
}
WHY_ASKED = LatePattern(r"(?i)\b(?:pourquoi|waarom|why)\b")
NETWORK = LatePattern(r"(?i)\b(?:internet|en ligne|online|site|www|courriels?|e-?mails?|mails?|appli|app|website)\b")
TOLD_TO_ASK = {
    "fr": LatePattern("[^«»]+ : « [^«»]+ »"),
    "nl": (_QUOTED := LatePattern("[^“”]+: “[^“”]+”")),
    "en": _QUOTED,
}
AGES = LatePattern(r"\d|€|%|https?:")
LABELS = LatePattern(r"sans date|zonder datum|plus de deux ans|dan twee jaar|copies? conservée|bewaarde kopie")
"""What the label says of how a fact was read."""
TELEPHONE, FIGURES = (
    LatePattern(r"0\d \d{3} \d{2} \d{2}|0800 \d{2} \d{3}"),
    LatePattern(r"\b0\d{1,3}[ ./][\d ./]{5,}\d"),
)
SENTENCE_END = LatePattern(r"[.?!](?=[ ”]|$)")
ON_THE_PHONE = ("Que dire au téléphone ? ", "Wat zegt u aan de telefoon? ")
INVENTED = {"fr": "document inventé pour l'exercice", "nl": "document bedacht voor de oefening"}
UNQUOTED = {EntryFactKind.LINK, EntryFactKind.ONLINE}
"""A link is its own proof."""
NOT_FOR_THE_PERSON = {"faits-de-tiers", "secret-danger", "werkwinkels-bruxelles"}
"""Rules that protect who works here, and an entry that may be there no more: nothing of them in plain words."""
NO_TOPIC = {"faits-de-tiers"}
LONGEST_NAME, LONGEST_QUESTION, LONGEST_CONTINUATION, ONE_PAGE = 60, 110, 60, 1400
"""Characters, and the words of a dialogue that is read on one page."""
MOST_MINUTES = 4
"""Of the longest path of a dialogue of ours."""
MOST_SENTENCES, MOST_WORDS, WIDEST, LIGHT = 2, 16, 720, 100_000


def check_our_pack(parts: PackTexts) -> Iterator[Problem]:
    """Yield a finding for each place that breaks a rule of ours."""
    for entry, text, file in parts.directory:
        yield from _told(_of_entry(entry, text), text, file)
    for module, text, file in (*parts.modules, *parts.translated):
        yield from _told(_of_module(module), text, file)
    yield from _told(_of_plain_words({one.id: one.plain for one in parts.rules.values()}), parts.rules_text, RULES)
    yield from _told(_of_topics(parts), parts.topics_text, TOPICS)
    yield from _told(_of_the_whole(parts), parts.programmes_text, PROGRAMMES)
    heavy = [
        name
        for name, one in parts.pictures.items()
        if (one.terms.rights, one.file and one.file.width) != (PictureRights.HOUSE, WIDEST)
        or (one.file and len(one.file.data) > LIGHT)
    ]
    yield from _told({"Une image de la maison a 720 points de large et 100 Ko au plus": heavy}, "", PICTURES)


def _told(broken: Broken, text: str, file: str) -> Iterator[Problem]:
    for rule, places in broken.items():
        for said in places:
            line = line_with(text, said.partition("\n")[0])
            yield Problem(file, line, "%(rule)s : « %(said)s ».", {"rule": rule, "said": said})


def _of_entry(entry: DirectoryEntry, text: str) -> Broken:
    facts = [fact for fact in entry.all_facts if fact.words]
    said = [(language, one) for fact in facts for language, one in fact.words.items()]
    french = Counter(fact.words["fr"] for fact in facts if fact.kind is not EntryFactKind.NAME and "fr" in fact.words)
    mobilise, described = [*entry.of_kind(EntryFactKind.MOBILISE)], [*entry.of_kind(EntryFactKind.DESCRIPTION)]
    asked = [(begun, one) for fact in mobilise for one in fact.words.values() for begun in ON_THE_PHONE]
    calls = [(one, one.removeprefix(begun).replace(" ?", "?")) for begun, one in asked if one.startswith(begun)]
    numbers = [fact.value("telephone") for fact in entry.all_facts if fact.value("telephone")]
    police = next((fact.words for fact in entry.of_kind(EntryFactKind.CONDITIONS)), {"": ""})
    accounts = [fact.source for fact in entry.of_kind(EntryFactKind.ONLINE) if fact.value("compte")]
    unproved = [
        fact.kind
        for fact in entry.all_facts
        if fact.source and not fact.blank and fact.kind not in UNQUOTED and not fact.source.quote
    ]
    return {
        **_typed(said),
        **_of_plain_words({entry.id: entry.plain}),
        "Écrivez l'entrée comme le programme l'écrit": _unless(write_entry(entry) == text, entry.id),
        "Dites-le en français et en néerlandais": [one.kind for one in facts if {*one.words} != {*WRITTEN_IN}],
        "Citez la phrase sur laquelle ce fait repose": unproved,
        "Au téléphone, deux phrases au plus": [one for one, said in calls if _sentences(said) > MOST_SENTENCES],
        "Un nom tient sur une ligne": [one for one in entry.name.values() if len(one) > LONGEST_NAME],
        "Une entrée dit une fois ce qu'elle est": _unless(len(described) == 1, entry.id),
        "Dites-le en deux phrases au plus": [
            one for fact in described for one in fact.words.values() if not 0 < _sentences(one) <= MOST_SENTENCES
        ],
        "Ceci est dit deux fois": [one for one, times in french.items() if times > 1],
        "Son étiquette dit déjà comment un fait est lu": [one for _, one in said if LABELS.search(one)],
        "Un numéro s'écrit 02 000 00 00 ou 0800 00 000": [
            one
            for one in (*numbers, *(found for _, text in said for found in FIGURES.findall(text)))
            if not TELEPHONE.fullmatch(one)
        ],
        "Ce qui touche à la violence renvoie d'abord au 101": [
            one for one in police.values() if "violence" in entry.topics and "101" not in one
        ],
        "Une urgence se cherche par des mots qui disent un danger": _unless(
            not entry.emergency or any(dangers().said(one) for some in entry.sought.values() for one in some), entry.id
        ),
        "Une mesure dit comment on la demande": _unless(
            entry.kind is not EntryKind.MEASURE or any(fact.words for fact in mobilise), entry.id
        ),
        "Un outil dit, avec sa source, s'il faut un compte": _unless(
            entry.kind is not EntryKind.TOOL or [bool(one and one.quote) for one in accounts] == [True], entry.id
        ),
    }


def _unless(sound: bool, said: str) -> list[str]:
    return [] if sound else [said]


def _sentences(said: str) -> int:
    return len(SENTENCE_END.findall(said))


def _typed(said: Iterable[tuple[str, str]]) -> Broken:
    said = [*said]
    return {
        "Ceci n'est pas typographié comme nos textes": [one for spoken, one in said if TYPED[spoken].search(one)],
        "Ceci fait de quelqu'un un homme ou une femme": [one for spoken, one in said if GENDERED[spoken].search(one)],
    }


def _of_plain_words(plain: Mapping[str, Names]) -> Broken:
    said = [pair for names in plain.values() for pair in names.items()]
    typed = {f"{rule}, en mots simples": places for rule, places in _typed(said).items()}
    bare = [one for one, names in plain.items() if [*names] != [*WRITTEN_IN] and one not in NOT_FOR_THE_PERSON]
    numbers = [one for _, one in said if FIGURES.search(one)]
    return {**typed, "Il manque des mots simples, en fr et en nl": bare, "Un fait dit déjà ce numéro": numbers}


def _of_module(module: Module) -> Broken:
    turns, options = turns_of(module), [option for one in module.questions for option in one.options]
    uses = Counter(one.use for one in module.questions if one.skill == module.skills[0])
    plain = [(module.language, card.parts.plain) for card in module.cards if card.parts.plain]
    told = {one.id: dialogue_text(one, module.turns(one.id), module.language) for one in module.dialogues}
    shown = [(one.id, one.stem) for one in module.pool if named_in(one.stem)]
    aloud = [
        text for one in turns for text in (one.stem, *(part for o in one.options for part in (o.text, o.feedback)))
    ]
    return {
        **_typed(plain),
        "Quatre questions et une à vérifier portent sur la première compétence": _unless(
            uses[Use.LEARN] >= 4 and uses[Use.CHECK] >= 1, module.id
        ),
        "Une explication a cinq mots au moins": [one.feedback for one in options if len(one.feedback.split()) < 5],
        "Il faut des cartes, des sources et un jour de relecture": _unless(
            bool(module.cards and module.sources and module.review_by), module.id
        ),
        "Il manque quelque chose à essayer": _unless(bool(module.to_try or module.sensitive), module.id),
        "Une clé de méthode nomme sa source": [
            one.id for one in module.questions if one.nature is QuestionNature.METHOD and module.source_of(one) is None
        ],
        "Un tour est de pratique et a trois réponses": [
            one.id for one in turns if (one.nature, len(one.options)) != (QuestionNature.PRACTICE, 3)
        ],
        "Un dialogue tient sur une page": [one for one, text in told.items() if len(text.split()) > ONE_PAGE],
        "Un dialogue dure quatre minutes au plus": [
            one.id for one in module.dialogues if dialogue_minutes(module, one) > MOST_MINUTES
        ],
        "Après le premier mot, trois tours au moins restent": [
            one.id for one in module.dialogues if min(path_lengths(module.turns(one.id))) <= SHORTEST
        ],
        "Une explication ne gronde pas, et ne fait de personne un homme ou une femme": [
            option.feedback
            for one in turns
            for option in one.options
            if SCOLDING[module.language].search(option.feedback)
        ],
        "Ceci n'a pas les guillemets de sa langue": [one for one in aloud if SAID_ALOUD[module.language].search(one)],
        "Une carte de crise dit de quoi dans son titre": [
            one.title for one in module.cards if one.crisis and about(one.title) != {"suicide"}
        ],
        "Un document est dit inventé": [one for one, stem in shown if INVENTED[module.language] not in stem],
    }


def _of_topics(parts: PackTexts) -> Broken:
    topics = parts.topics
    asked = [one for topic in topics for aspect in topic.aspects for one in aspect.questions]
    then = [pair for one in asked for names in one.continuations for pair in names.items()]
    questions = [pair for one in asked for pair in one.words.items()]
    side = [pair for topic in topics for names in topic.other_side for pair in names.items()]
    names = [one for topic in topics for one in _names(topic)]
    said = [pair for one in names for pair in one.items()]
    taught = {name for module, _, _ in parts.modules for name in (module.id, *(one.id for one in module.questions))}
    aspects = {aspect.id for topic in topics for aspect in topic.aspects}
    ids = {one.id for one in asked} | {topic.id for topic in topics} | aspects
    return {
        **_typed(said),
        "Écrivez les sujets comme le programme les écrit": []
        if not topics or write_topics(topics) == parts.topics_text
        else [topics[0].id],
        "Ceci est dit sous chaque sujet": [one for one in (CRISIS_LINE, WHY, OTHER_SIDE) if one in parts.topics_text],
        "Ceci est demandé deux fois": [one for (_, one), times in Counter(questions).items() if times > 1],
        "Il manque une traduction": [one["fr"] for one in names if len({*one.values()}) < len(LANGUAGES)],
        "Une question est ouverte, courte, et une seule": [
            one
            for _, one in questions
            if not one.endswith("?") or one.count("?") > 1 or len(one) > LONGEST_QUESTION or WHY_ASKED.search(one)
        ],
        "Une suite est courte et dit qui agit": [
            one for spoken, one in then if len(one) > LONGEST_CONTINUATION or not WHO_ACTS[spoken].search(one)
        ],
        "Une ligne dit à qui demander, en peu de mots, et sans réseau": [
            one
            for spoken, one in side
            if not TOLD_TO_ASK[spoken].fullmatch(one)
            or NETWORK.search(one)
            or any(len(folded_words(part)) > MOST_WORDS for part in re.split(r"[:.?!] ", one))
        ],
        "Ceci vieillira": [one for _, one in said if AGES.search(one)],
        "On vouvoie": [one for spoken, one in said if spoken in FAMILIAR and FAMILIAR[spoken].search(one)],
        "Où l'on en est ne s'écrit pas": [one for _, one in said if one in {*Standing}],
        "Ce sujet est plus difficile à lire qu'une carte": [one.id for one in topics if _lix(one) > MOST_LIX],
        "Ce sujet ne touche aucune compétence": [one.id for one in topics if not one.skills],
        "Un sujet décide de la suite, sauf s'il est sensible": [
            topic.id
            for topic in topics
            if topic.sensitive is any(one.decides for aspect in topic.aspects for one in aspect.questions)
        ],
        "Aucun sujet ne touche cette règle": sorted(
            {*parts.rules} - NO_TOPIC - {rule for topic in topics for rule in topic.rules}
        ),
        "Cet identifiant sert aussi dans un module": sorted(taught & ids),
    }


def _names(topic: Topic) -> Iterator[Names]:
    """Everything that a topic says, in its three languages."""
    yield from (topic.name, *filter(None, [topic.why]), *topic.other_side)
    for aspect in topic.aspects:
        yield from (aspect.name, aspect.criterion)
        yield from (names for one in aspect.questions for names in (one.words, *one.continuations))


def _lix(topic: Topic) -> float:
    asked = [one.words["fr"] for aspect in topic.aspects for one in aspect.questions]
    return readability_of("\n\n".join((*asked, *(one["fr"] for one in topic.other_side)))).lix


def _of_the_whole(parts: PackTexts) -> Broken:
    tried = Counter(one.to_try for one, _, _ in parts.modules if one.to_try)
    sensitive = {one.id for one, _, _ in parts.modules if one.sensitive}
    told: dict[str, object] = {}
    published = modules_by_language(parts)
    return {
        "Deux modules font essayer la même chose": [one for one, times in tried.items() if times > 1],
        "Une organisation se dit d'une seule façon": [
            entry.id
            for entry, _, _ in parts.directory
            if told.setdefault(entry.organisation.id, entry.organisation) != entry.organisation
        ],
        "Un parcours est dans les deux langues": [one.id for one in parts.programmes if not is_whole(one, published)],
        "On ne rencontre pas seul ce qui touche à un danger": [
            week.module for one in parts.programmes for week in one.weeks if week.module in sensitive
        ],
    }
