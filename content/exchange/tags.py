"""What other systems have no field for (skill, use, nature, rules, where the initiative is handed back), as tags."""

from collections.abc import Collection, Iterator

from content.module import HandingBack, Question, QuestionNature, Use
from content.text.grammar import ID

SKILL, USE, NATURE, CITES, HANDING_BACK = "skill:", "use:", "nature:", "cites:", "handing_back:"
OURS = (SKILL, USE, NATURE, CITES, HANDING_BACK)
"""What our tags begin with."""


def tags_of(question: Question) -> Iterator[str]:
    """Yield the tags of a question."""
    yield f"{SKILL}{question.skill}"
    if question.use is not Use.LEARN:
        yield f"{USE}{question.use}"
    if question.nature is not QuestionNature.METHOD:
        yield f"{NATURE}{question.nature}"
    yield from (f"{CITES}{rule}" for rule in question.cites)
    if question.handing_back:
        yield f"{HANDING_BACK}{question.handing_back}"


def tagged(question: Question, tags: Collection[str]) -> Question:
    """Return a question with what tags say of it; those that are not ours, or say nothing here, change nothing."""
    skill, use, nature, handing_back = (
        next((tag.removeprefix(name) for tag in tags if tag.startswith(name)), "")
        for name in (SKILL, USE, NATURE, HANDING_BACK)
    )
    return question._replace(
        skill=skill if ID.fullmatch(skill) else question.skill,
        use=Use(use) if use in set(Use) else question.use,
        nature=QuestionNature(nature) if nature in set(QuestionNature) else question.nature,
        cites=tuple(tag.removeprefix(CITES) for tag in tags if tag.startswith(CITES)) or question.cites,
        handing_back=HandingBack(handing_back) if handing_back in set(HandingBack) else question.handing_back,
    )
