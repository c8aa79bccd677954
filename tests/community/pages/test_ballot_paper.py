"""The slip: eight to a sheet, in French or in Dutch, with drawings, and on the paper nothing else."""

import re

from tests.house import House
from tests.page_browser import Page
from tests.site.pages.flaws import flaws

HERE = "/practice/slip"
SAID = {
    "fr": "Sans nom. Rien n'entre dans votre dossier. Après ce rendez-vous : oui pas vraiment non"
    " Je sais ce que je fais ensuite Je sais qui appeler J'ai pu dire ce qui compte"
    " Mettez-le dans la boîte. Ne le donnez pas.",
    "nl": "Zonder naam. Niets komt in uw dossier. Na dit gesprek: ja niet echt nee"
    " Ik weet wat ik nu ga doen Ik weet wie ik kan bellen Ik heb kunnen zeggen wat telt"
    " Steek het in de doos. Geef het niet af.",
}


def slips(page: Page) -> list[str]:
    found = [" ".join(one.itertext()) for one in page.tree.xpath("//article")]
    return [" ".join(one.translate({0xA0: " ", 0x202F: " ", 0x2019: "'"}).split()) for one in found]


def test_eight_stand_on_a_sheet_and_say_no_more_than_this(house: House) -> None:
    for language in SAID:
        page = house.visitor().get(f"{HERE}?language={language}")
        assert slips(page) == [SAID[language]] * 8
        assert page.tree.xpath("//div[@class='a4']/@lang") == [language]
        assert flaws(page) == []


def test_it_is_in_the_language_that_one_reads_where_it_is_written_in_it(house: House) -> None:
    for reads, spoken in [("fr", "fr"), ("nl", "nl"), ("en", "fr")]:
        page = house.browser_of(house.person(language=reads)).get(HERE)
        assert slips(page)[0] == SAID[spoken]
        assert page.tree.xpath("//nav[@class='languages']/a/@href") == [f"{HERE}?language={one}" for one in SAID]


def test_it_holds_no_name_date_number_or_topic(house: House) -> None:
    account = house.person()
    page = house.browser_of(account).get(HERE)
    assert [one for one in slips(page) if account.name in one or re.search(r"\d", one)] == []
    assert page.tree.xpath("//article//a | //article//input") == []


def test_whoever_listens_to_the_page_hears_one_of_the_eight(house: House) -> None:
    page = house.visitor().get(HERE)
    assert len(page.tree.xpath("//article[not(@aria-hidden)]")) == 1
