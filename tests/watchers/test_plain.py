"""What is kept of the words of strangers: what a reader sees, on one line."""

from watchers.foreign_text import one_line, words_of_html


def test_what_cannot_be_seen_goes_and_lines_become_one() -> None:
    for text, kept in [
        ("Un\r\ntitre\u2028en\x00 trois\u202e lignes", "Un titre en trois lignes"),
        ("Une\rancienne\x0bfin\x0cde\x85ligne", "Une ancienne fin de ligne"),
        ("De arbeids\u00adbemidde\u00adling", "De arbeidsbemiddeling"),
        ("  «\u202fOui\u00a0»,  dit\t-il ", "«\u202fOui\u00a0», dit -il"),
        ("\ufeffForem\ud800", "Forem"),
        ("👩\u200d💻 au guichet", "👩\u200d💻 au guichet"),
        (" \u200b\n", ""),
    ]:
        assert one_line(text) == kept


def test_of_html_the_words_stay() -> None:
    assert words_of_html("<p>Un\rmot&shy;<b>ci</b></p>\x00<script>x()</script><p>Fin</p>") == "Un motci Fin"


def test_what_is_never_closed_swallows_no_words() -> None:
    for html, words in [
        ("Avant <object data='x'><p>repli</p></object> après", "Avant après"),
        ("Avant <object data='x'> <p>après</p> fin", "Avant après fin"),
        ("Avant <OBJECT data='x'><object>repli</object> après", "Avant repli après"),
        ("Avant <iframe src='x'></iframe> puis <iframe src='y'> après", "Avant puis après"),
        ("La balise <title> en HTML", "La balise en HTML"),
        ("Avant <script>x() <object>", "Avant"),
    ]:
        assert words_of_html(html) == words
