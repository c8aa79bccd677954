"""What may be written as the address of a page of the web."""

from content.strings.words import LONGEST_ADDRESS, is_of_web


def test_a_page_of_the_web_is_one() -> None:
    for address in ["https://forem.be/", "http://forem.be:8080/a?b#c", "https://[2001:db8::1]/"]:
        assert is_of_web(address)


def test_what_is_none_or_hides_where_it_leads_is_refused() -> None:
    for address in [
        *("", "forem.be", "ftp://forem.be/", "javascript:alert(1)", "https://", "https://[", "https://forem.be:0/"),
        *("https://forem.be:port/", "https://forem.be@far.example/", "https://@far.example/"),
        f"https://forem.be/{'a' * LONGEST_ADDRESS}",
    ]:
        assert not is_of_web(address)
