"""A column whose name says plainly what it is needs no choosing."""

from content.directory.column_mapping import NAMES, DayOrder, all_targets, day_order_of, suggested


def test_every_suggestion_is_a_place_to_put_a_column() -> None:
    assert NAMES.keys() <= all_targets()


def test_columns_are_known_by_their_names_in_three_languages_and_by_their_codes() -> None:
    columns = ["Nom", "Tél.", "Gemeente", "Website", "publics", "Remarque", "PublicName"]
    told = {"Nom": "nom", "Tél.": "telephone", "Gemeente": "commune", "Website": "site_web", "publics": "publics"}
    assert suggested(columns) == told
    assert suggested(["Nom du service", "Jour de la dernière vérification"]) == {
        "Nom du service": "nom",
        "Jour de la dernière vérification": "read_on",
    }


def test_the_order_of_a_day_is_read_from_days_that_show_it() -> None:
    for cells, order in [
        *((["2026-11-24"], DayOrder.YEAR_FIRST), (["02/03/2026", "24/11/2026"], DayOrder.DAY_FIRST)),
        *((["02/03/2026", "11/24/2026"], DayOrder.MONTH_FIRST), (["bientôt", ""], DayOrder.DAY_FIRST)),
    ]:
        assert day_order_of(cells) is order
