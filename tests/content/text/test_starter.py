"""What a trainer begins from can be read, whatever she puts in and in whatever language she writes."""

from datetime import date

from content.kinds import KINDS
from content.module import QuestionKind
from content.pathway.pathway import WORDS
from content.rules import read_rules
from content.schema.yaml_fields import LANGUAGES
from content.skills import read_skills
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from content.text.starter import starter_blocks, starter_text
from content.topics import read_topics
from tests.builders import RULES, SKILLS
from tests.topics import TEXT

TODAY = date(2026, 11, 23)


def test_every_block_put_together_makes_a_sound_module() -> None:
    for language in LANGUAGES:
        blocks = starter_blocks(language, TODAY)
        source, _ = blocks.pop("source")
        head = (
            f"---\nid: un\ntitle: Un\nlanguage: {language}\nminutes: 5\nskills: [listen.active]\nsources:\n{source}---"
        )
        put = [
            text.replace("{id}", f"un-{n}").replace("{skill}", "listen.active")
            for n, (text, _) in enumerate(blocks.values())
        ]
        text = "\n\n".join([head, *put]) + "\n"
        module = read_module(text)
        assert [question.kind for question in module.pool] == list(QuestionKind)
        assert [len(module.turns(dialogue.id)) for dialogue in module.dialogues] == [4]
        assert (len(module.written), len(module.vignettes)) == (1, 1)
        assert (len(module.cards), bool(module.to_try), module.sources[0].read_on) == (1, True, TODAY)
        assert module.exercise
        assert module.exercise.pathway.startswith(WORDS[language].pathway)
        assert read_module(write_module(module)) == module


def test_the_words_to_write_over_first_stand_once_in_their_block() -> None:
    blocks = [block for kind in KINDS.values() for block in kind.blocks(TODAY, TODAY)["fr"].values()]
    assert [text.count(first) for text, first in blocks] == [1] * len(blocks)


def test_one_more_rule_skill_and_topic_can_be_read() -> None:
    rule, skill, topic = (KINDS[kind].blocks(TODAY, TODAY)["fr"] for kind in ("rules", "skills", "topics"))
    assert list(read_rules(RULES + rule["rule"][0])) == ["duree", "nouvelle-regle"]
    assert "domaine.competence" in read_skills(SKILLS + skill["skill"][0])
    assert [one.id for one in read_topics(f"{TEXT}\n{topic['topic'][0]}\n")] == ["garde", "nouveau-sujet"]


def test_a_first_module_is_sound() -> None:
    assert read_module(starter_text("un", "listen.active", TODAY)).questions[0].id == "un-1"
