"""What a text shows besides words: pictures are of the house and described, HTML is told to stay text."""

from dataclasses import replace

from content.checks.cards_and_facts import advise_on_html, check_pictures, readability_of
from content.module import Card, Module, Option
from content.pictures.picture_file import named_in, picture_line
from tests.builders import module
from tests.content.checks.made_up_texts import asking, choice, said

HASH = "0123456789abcdef" * 2
LINE = picture_line(HASH, "La première page du formulaire C4")
FROM_ELSEWHERE = "n'est pas une image de la maison"


def with_card(body: str) -> Module:
    """A module with one card, this one."""
    return replace(module(), cards=(Card("Une carte", body),))


def test_a_picture_of_the_house_has_a_description() -> None:
    assert said(check_pictures, with_card(f"Voici :\n\n{LINE}")) == []
    (told,) = said(check_pictures, with_card(f"Voici :\n\n![ ](picture:{HASH})"))
    number, _, sentence = told.partition(": ")
    assert sentence.startswith("Cette image ne dit rien à qui ne la voit pas")
    assert number == "15"
    assert (
        readability_of(f"Un mot. {LINE}").long == readability_of("Un mot. ![La première page du formulaire C4]()").long
    )


def test_a_picture_from_elsewhere_is_told_with_a_remedy() -> None:
    for shown in [
        *("![Un téléphone](https://example.org/tel.png)", "![Un téléphone](rose.svg 'titre')"),
        *("![Un téléphone](<rose des vents.svg>)", "![Un téléphone](data:image/png;base64,AAAA)"),
        f"![Un téléphone](picture:{HASH[:-1]})",
        "![Un téléphone][ailleurs]\n\n[ailleurs]: https://example.org/tel.png",
    ]:
        (told,) = said(check_pictures, with_card(shown))
        assert FROM_ELSEWHERE in told
        assert "apportez l'image" in told


def test_a_picture_of_the_house_that_is_named_in_another_way_is_told_with_the_line_to_copy() -> None:
    for shown in [
        *(f"![Un téléphone]( picture:{HASH} )", f"![Un téléphone]\n\n[Un téléphone]: picture:{HASH}"),
        *(f"![Un téléphone](picture&#58;{HASH})", f"![Un téléphone](\npicture:{HASH})"),
        f"{LINE}\n\n![Un téléphone]( picture:{HASH})",
    ]:
        told = said(check_pictures, with_card(shown))
        assert any(FROM_ELSEWHERE in one and "![Un téléphone]" in one for one in told)


def test_a_picture_in_brackets_or_with_a_title_is_named_too_and_an_escaped_one_is_text() -> None:
    for shown in [f"![Un téléphone](<picture:{HASH}>)", f'![Un téléphone](picture:{HASH} "titre")']:
        assert said(check_pictures, with_card(shown)) == []
        assert named_in(shown) == (HASH,)
    assert said(check_pictures, with_card("On écrit \\![description](adresse).")) == []


def test_pictures_stand_in_stems_and_explanations_and_in_no_answer() -> None:
    sound = choice("Oui", "Non", stem=f"Que dit-elle ?\n\n{LINE}")
    sound = sound._replace(options=tuple(one._replace(feedback=f"Voyez. {LINE}") for one in sound.options))
    assert said(check_pictures, asking(sound)) == []
    options = (Option("a", LINE, True, "Parce que."), Option("b", "Non", False, "Parce que."))
    (told,) = said(check_pictures, asking(sound._replace(options=options)))
    assert "Une réponse est une ligne de mots" in told


def test_each_kind_of_html_is_told_once_to_stay_text_and_nothing_else_is() -> None:
    body = (
        "<video src='a'></video>\n<VIDEO controls> <iframe src='https://example.org'></iframe>\n\n`<b>` et <u>ici</u>"
    )
    told = said(advise_on_html, with_card(body))
    assert [one.partition(": ")[2].partition(" reste")[0] for one in told] == ["« <video> »", "« <iframe> »", "« <u> »"]
    for text in ["5 < 6 et 7 > 3", "<https://example.org>", "<a@example.org>", "a<b", "<nom>", "`<iframe>`"]:
        assert said(advise_on_html, with_card(text)) == []
