"""Each rule of how we write our own packs bites; that our pack breaks none is asked by `content check` alone."""

from dataclasses import replace

from content.checks.our_packs import check_our_pack
from content.directory.entry_text import read_entry
from content.module import Card, Module, QuestionNature
from content.pack import PackTexts
from content.pictures.picture_terms import PackPicture
from content.programmes import read_programmes
from content.rules import read_rules
from content.skills import read_skills
from content.text.module_writer import write_module
from content.topics import read_topics
from tests import programmes, topics
from tests.builders import RULES, SKILLS, module, question
from tests.directory import invented_entries
from tests.drawings import picture
from tests.interviews import with_dialogues
from tests.pictures import TERMS, showing

NONE = PackTexts(SKILLS, "", read_skills(SKILLS), {}, ())
ENTRY = invented_entries.TEXT.replace("cost\n    frais: gratuit", 'conditions\n    fr: "Être là."\n    nl: "Er zijn."')
ENTRY += '    nl: "Uw eigen termijn:"\n'
FR, NL = 'fr: "Écoute après la perte d\'un emploi"', '    nl: "Luisteren na jobverlies"\n'
AUDIENCE = "kind: audience\n    publics: [tous-publics]"
IN_ENTRY = {
    "Ceci n'est pas typographié comme nos textes": (FR, 'fr: "Écoute?"'),
    "Ceci fait de quelqu'un un homme ou une femme": (FR, 'fr: "Écoute du conseiller"'),
    "Ceci n'est pas typographié comme nos textes, en mots simples": ("C'est gratuit.", "C’est gratuit."),
    "Écrivez l'entrée comme le programme l'écrit": ("kind: service\n", "kind:  service\n"),
    "Dites-le en français et en néerlandais": (NL, ""),
    "Un nom tient sur une ligne": (FR, f'fr: "{"long " * 13}"'),
    "Une entrée dit une fois ce qu'elle est": ("kind: description", "kind: conditions"),
    "Dites-le en deux phrases au plus": ("Een eerste gesprek van een uur.", "Een. Twee. Drie."),
    "Ceci est dit deux fois": ('fr: "Être là."', 'fr: "Délai constaté par votre service :"'),
    "Son étiquette dit déjà comment un fait est lu": ('fr: "Être là."', 'fr: "Page sans date."'),
    "Un numéro s'écrit 02 000 00 00 ou 0800 00 000": ('"02 000 00 00"', '"02/000.00.00"'),
    "Un fait dit déjà ce numéro": ("C'est gratuit.", "Appelez le 02 000 00 00."),
    "Il manque des mots simples, en fr et en nl": ('  nl: "Bent u uw job kwijt? U kunt hier praten."\n', ""),
    "Un outil dit, avec sa source, s'il faut un compte": ("kind: service\n", "kind: tool\n"),
    "Une mesure dit comment on la demande": ("kind: service\n", "kind: measure\nrules: [duree]\n"),
    "Ce qui touche à la violence renvoie d'abord au 101": ("topics: [sante]", "topics: [violence]"),
    "Une urgence se cherche par des mots qui disent un danger": ("review_by:", "emergency: true\nreview_by:"),
    "Au téléphone, deux phrases au plus": (
        AUDIENCE,
        'kind: mobilise\n    fr: "Que dire au téléphone ? Un. Deux. Trois."\n    nl: "Bel."',
    ),
}
IN_TOPICS = {
    "Écrivez les sujets comme le programme les écrit": ("topics:\n", "topics:\n\n"),
    "Ceci n'est pas typographié comme nos textes": ("Une place (fr)", "Une place?"),
    "Ceci fait de quelqu'un un homme ou une femme": ("Une place (en)", "Ask her"),
    "Ceci est dit sous chaque sujet": ("Un lieu a dit oui. (fr)", "Ce que vous pouvez demander"),
    "Ceci est demandé deux fois": ("Faut-il une place ? (fr)", "Quelles demandes ? (fr)"),
    "Il manque une traduction": ("Garde (nl)", "Garde (fr)"),
    "Une question est ouverte, courte, et une seule": ("Quelles demandes ? (nl)", "Waarom?"),
    "Une suite est courte et dit qui agit": ("Oui : j'appelle (nl)", "Nee"),
    "Une ligne dit à qui demander, en peu de mots, et sans réseau": ("À la commune (fr)", "À Actiris : « Le site ? »"),
    "Ceci vieillira": ("Une place (fr)", "Dès 2027"),
    "On vouvoie": ("Une place (fr)", "Ta place"),
    "Où l'on en est ne s'écrit pas": ("Une place (fr)", "une piste"),
    "Ce sujet est plus difficile à lire qu'une carte": ("Quelles demandes ? (fr)", "contractualisation " * 30 + "?"),
    "Ce sujet ne touche aucune compétence": ("    skills: [listen.active]\n", ""),
    "Un sujet décide de la suite, sauf s'il est sensible": (
        topics.TEXT,
        topics.write_topics([replace(topics.SENSITIVE, sensitive=False, why=None)]),
    ),
}
SOUND = with_dialogues(module(), "jo")
FIRST, *OTHERS = SOUND.turns("jo")


def told(parts: PackTexts) -> set[str]:
    return {str(problem.values["rule"]) for problem in check_our_pack(parts)}


def of_entries(*texts: str) -> set[str]:
    return told(NONE._replace(directory=tuple((read_entry(text), text, "directory/un.yaml") for text in texts)))


def of_topics(text: str, **more: object) -> set[str]:
    return told(NONE._replace(topics_text=text, topics=read_topics(text), **more))  # type: ignore[arg-type]


def written(*made: Module) -> tuple[tuple[Module, str, str], ...]:
    return tuple((one, write_module(one), "modules/un.md") for one in made)


def of_modules(*made: Module) -> set[str]:
    return told(NONE._replace(modules=written(*made)))


def with_turn(**changed: object) -> set[str]:
    return of_modules(replace(SOUND, questions=(FIRST._replace(**changed), *OTHERS)))  # type: ignore[arg-type]


def test_an_entry_is_told_of_each_rule_that_it_breaks() -> None:
    assert [old for old, _ in IN_ENTRY.values() if old not in ENTRY] == []
    sound = of_entries(ENTRY)
    assert sound == {"Citez la phrase sur laquelle ce fait repose"}
    assert [rule for rule, (old, new) in IN_ENTRY.items() if rule not in of_entries(ENTRY.replace(old, new, 1))] == []
    other = ENTRY.replace("Maison du quartier", "La maison").replace("ecoute-chomage", "autre")
    assert of_entries(ENTRY, other) - sound == {"Une organisation se dit d'une seule façon"}


def test_topics_are_told_of_each_rule_that_they_break() -> None:
    assert [old for old, _ in IN_TOPICS.values() if old not in topics.TEXT] == []
    assert [one for one, (old, new) in IN_TOPICS.items() if one not in of_topics(topics.TEXT.replace(old, new))] == []
    assert "Aucun sujet ne touche cette règle" in of_topics(
        topics.TOPICS, rules=read_rules(RULES.replace("duree", "age"))
    )
    shared = written(module(topics.ASKED.id))
    assert "Cet identifiant sert aussi dans un module" in of_topics(topics.TEXT, modules=shared)


def test_modules_are_told_of_each_rule_that_they_break() -> None:
    long = replace(SOUND, dialogues=(SOUND.dialogues[0]._replace(scene="mot " * 1400),))
    scolding = tuple(one._replace(feedback="C'est faux.") for one in FIRST.options)
    danger = replace(module("cadre"), sensitive=True, to_try="")
    week = NONE._replace(programmes=read_programmes(programmes.TEXT), modules=written(danger))
    crisis, shown = replace(SOUND, cards=(Card("Une", "À lire.", True),)), picture()
    pictured = question("q-1")._replace(stem=showing(shown).cards[0].body)
    heavy = NONE._replace(pictures={shown.hash: PackPicture(TERMS, shown)})
    for rule, found in {
        "Il faut des cartes, des sources et un jour de relecture": of_modules(SOUND),
        "Il manque quelque chose à essayer": of_modules(replace(SOUND, to_try="")),
        "Quatre questions et une à vérifier portent sur la première compétence": with_turn(),
        "Une clé de méthode nomme sa source": of_modules(SOUND),
        "Une explication a cinq mots au moins": of_modules(SOUND),
        "Un tour est de pratique et a trois réponses": with_turn(nature=QuestionNature.METHOD),
        "Ceci n'a pas les guillemets de sa langue": with_turn(stem='"Oui"'),
        "Une explication ne gronde pas, et ne fait de personne un homme ou une femme": with_turn(options=scolding),
        "Après le premier mot, trois tours au moins restent": of_modules(SOUND),
        "Un dialogue tient sur une page": of_modules(long),
        "Un dialogue dure quatre minutes au plus": of_modules(long),
        "Une carte de crise dit de quoi dans son titre": of_modules(crisis),
        "Un document est dit inventé": of_modules(module(questions=(pictured,))),
        "Deux modules font essayer la même chose": of_modules(module(), module("autre")),
        "Un parcours est dans les deux langues": told(week),
        "On ne rencontre pas seul ce qui touche à un danger": told(week),
        "Une image de la maison a 720 points de large et 100 Ko au plus": told(heavy),
    }.items():
        assert rule in found
