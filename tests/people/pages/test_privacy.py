"""Every sentence of « Qui voit quoi » is held by tests that try the contrary; here stands which."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from models.ground.environment import Terms
from models.people import retention
from tests.house import House

ROOT = Path(__file__).resolve().parents[3]
PAGES = [ROOT / "portal" / "people" / "templates" / "people" / name for name in ("lines.html", "privacy.html")]
SAID = re.compile(r'_\(\s*"((?:[^"\\]|\\.)*)"')

LABELS = {"Qui voit quoi", "En savoir plus", "Ce que vous pouvez faire", "Continuer"}
"""What promises nothing."""

SEEN, ABSENT, LEAVING = (
    "site/pages/test_who_sees_what.py",
    "learning/pages/test_absence.py",
    "people/pages/test_leaving.py",
)
JOURNAL, OBJECTION, SHOWN = (
    "site/pages/test_journal.py",
    "learning/pages/test_objection.py",
    "people/test_mail_outcomes.py",
)
HOUSE, BLURRED = "site/test_house_figures.py", "models/ground/test_anonymity.py"
ANSWERING, HERS = "directory/pages/test_fact_answers.py", "community/pages/test_ballots_hers_alone.py"
PAGES_KEPT, PAGE_SHOWN = (
    "community/pages/public_pages/test_public_pages.py",
    "community/pages/public_pages/test_public_page_shown.py",
)
ERASED, KEPT = "people/pages/test_erasure_everywhere.py", "people/test_retention.py"

NOT_NAMED = f"{SEEN}::test_no_trainers_page_names_a_learner_who_asked_for_no_reply"
NOT_SHOWN = f"{SEEN}::test_no_administrators_page_shows_what_a_learner_writes_or_follows"
THE_SAME = f"{ABSENT}::test_what_is_seen_of_a_house_is_the_same_whether_somebody_is_there_or_not"
NO_ROLE = f"{SEEN}::test_there_is_no_role_for_those_who_are_above"
NOTHING_LEFT = f"{ERASED}::test_nothing_of_who_was_erased_is_left_in_any_table_file_or_byte"

HELD_BY: dict[str, tuple[str, ...]] = {
    "Boussole sert à apprendre. Rien de ce que vous y faites ne sert à vous évaluer, à vous classer ni à vous"
    " comparer.": (
        NOT_NAMED,
        NOT_SHOWN,
        NO_ROLE,
    ),
    "Vous voyez tout ce qui vous concerne, et rien de ce qui concerne les autres.": (
        f"{SEEN}::test_her_own_pages_show_it",
        f"{SEEN}::test_nobodys_page_shows_what_is_anothers",
        "people/pages/test_access.py::test_nobody_sees_what_belongs_to_somebody_else",
        f"{ABSENT}::test_that_others_take_leave_shows_in_no_number_of_ones_own",
    ),
    "Réponses, estimations, courriels, thèmes, notes, congés : tout tient dans un fichier que vous emportez depuis"
    " « Mon compte ».": (
        "people/test_accounts.py::test_an_export_holds_every_table_of_the_learner_and_no_hash",
        "people/pages/test_own_account.py::test_everything_can_be_taken_away_but_the_hash",
    ),
    "Vos réponses sont rangées à part, sous un numéro qui ne dit rien de vous ; effacer votre compte rompt le lien avec"
    " votre nom.": (f"{SEEN}::test_only_one_table_ties_a_key_to_a_person", NOTHING_LEFT),
    "Ce que vous cherchez avant un entretien n'est noté nulle part.": (
        "community/pages/test_briefing.py::test_what_was_sought_is_in_no_table_no_log_no_title_no_cookie_and_reaches_no_other_site",
    ),
    "Une feuille dessinée avec une personne n'est gardée nulle part : ni dans la base, ni dans un journal, ni dans le"
    " navigateur ; seuls le papier et le texte que vous gardez vous-mêmes en restent.": (
        "community/pages/test_pathway_not_kept.py::test_no_row_and_no_byte_of_a_sheet_stays",
        "community/pages/test_pathway_not_kept.py::test_the_log_of_requests_has_no_line_of_it",
        "browser/test_pathway.py::test_whoever_leaves_a_sheet_with_words_is_asked_first_and_nothing_stays_in_the_browser",
    ),
    "Les noms d'un cercle ne sont lus que par qui y prend part ; ni l'équipe de formation ni l'administration n'en ont"
    " de liste, et aucune réponse à sa question n'est gardée.": (
        "community/pages/test_circles.py::test_of_a_circle_of_others_nobody_sees_anything_whatever_her_role",
        "community/pages/test_circles.py::test_a_link_of_before_opens_no_circle_and_ends_on_a_sentence",
        "community/test_circles.py::test_of_a_circle_nothing_is_kept_of_what_was_answered",
    ),
    "Le parcours que vous suivez, et où vous en êtes, ne sont montrés qu'à vous ; une semaine qui passe ne paraît nulle"
    " part.": (
        "learning/pages/test_programme_progress.py::test_no_page_shows_anybody_elses_progress",
        "learning/pages/test_programmes.py::test_nobody_can_take_one_up_for_somebody_else",
        "learning/pages/test_programmes.py::test_of_a_week_that_went_by_no_day_and_no_word_is_said",
    ),
    "Un relevé de formation n'existe que sur votre papier : il dit des modules, des jours et des durées prévues, et se"
    " vérifie sans rien chercher sur vous.": (
        "learning/pages/test_training_records.py::test_of_a_record_and_its_verification_nothing_is_kept",
        "learning/pages/test_training_records.py::test_it_says_a_name_modules_days_and_planned_minutes_and_no_more",
        "learning/pages/test_training_records.py::test_it_is_verified_after_her_account_is_gone",
    ),
    "Qui s'inscrit à un atelier ou à une rencontre en ligne n'est écrit nulle part dans Boussole.": (
        "community/test_meetings.py::test_of_a_meeting_nothing_is_kept_of_who_enrols_or_comes",
        "community/pages/test_meetings.py::test_following_a_calendar_leaves_no_row",
    ),
    "La phrase qu'un cercle a gardée lui est parvenue comme une remarque sur un sujet, sans nom.": (
        "community/pages/test_circles.py::test_a_sentence_that_was_kept_is_in_the_inbox_without_a_name_and_no_other_can_be_sent",
        "community/test_circles.py::"
        "test_a_sentence_that_was_kept_waits_in_the_workshop_without_a_name_and_stays_among_her_own",
    ),
    "D'une lettre que vous composez, Boussole garde ce qu'elle cite, jamais à qui vous la donnez ; rien ne dit qui"
    " ouvre sa page.": (
        "community/test_plain_letters.py::test_nothing_of_what_it_says_is_kept_but_a_hash",
        "community/pages/test_letters_composed.py::test_there_is_no_field_in_which_anything_could_be_written_to_somebody",
        "community/pages/test_own_letters.py::test_words_planted_in_every_field_and_address_are_kept_nowhere",
        "community/pages/test_letters_opened.py::test_no_request_of_it_is_written_down",
    ),
    "Ce que vous dites d'une entrée du répertoire n'est vu par personne d'autre : il n'en paraît qu'un doute, sans"
    " nombre ni nom.": (
        f"{ANSWERING}::test_no_page_of_anybody_else_names_who_has_answered_or_how_many",
        f"{ANSWERING}::test_no_file_of_anybody_else_holds_what_she_has_said",
        f"{ANSWERING}::test_her_own_export_holds_what_she_has_said_and_nobody_elses",
    ),
    "Imprimer ou copier une entrée du répertoire compte l'entrée et la semaine, sans vous ; l'ouvrir ne compte rien.": (
        "directory/pages/test_entry.py::test_opening_an_entry_or_its_paper_counts_nothing",
        "directory/pages/test_entry_paper.py::test_printing_and_copying_count_an_entry_and_a_week_and_nobody",
    ),
    "Ce que vous comptez de bulletins sans nom n'est montré qu'à vous, sous « Le miroir » : aucun chiffre, journal ni"
    " courriel n'en parle, et aucune proposition n'en dépend.": (
        f"{HERS}::test_no_page_of_any_other_shows_a_number_of_hers_and_her_own_does",
        f"{HERS}::test_whether_she_has_counted_a_year_or_nothing_everybody_sees_the_same_house",
        f"{HERS}::test_no_row_but_her_own_no_log_and_no_audit_tells_of_it",
        f"{HERS}::test_what_another_sends_touches_her_own_weeks_alone",
        "laws/test_imports.py::test_every_import_follows_the_arrow",
    ),
    "Une page publique sous vos initiales n'existe que si vous la demandez ; elle s'éteint quand vous voulez, et avec"
    " votre compte. Personne n'est compté ni reconnu en la lisant.": (
        "community/test_public_pages.py::test_nothing_is_shown_before_it_is_approved_and_both_are_noted",
        f"{PAGES_KEPT}::test_its_keeper_switches_it_off_and_so_does_an_administrator",
        f"{PAGES_KEPT}::test_leaving_switches_it_off",
        f"{PAGE_SHOWN}::test_it_is_the_same_for_whoever_is_signed_in_and_begins_no_session",
        f"{PAGE_SHOWN}::test_nothing_is_kept_of_who_reads_it",
        "community/pages/test_pathway_not_kept.py::test_the_log_of_requests_has_no_line_of_it",
    ),
    "Les actualités que vous avez lues et ce que vous dites de vos essais ne sont visibles que par vous, et n'entrent"
    " dans aucune estimation.": (
        f"{SEEN}::test_nobodys_page_shows_what_is_anothers",
        "learning/test_follow_ups.py::test_nobody_is_asked_about_what_another_has_played",
        "laws/test_imports.py::test_every_import_follows_the_arrow",
    ),
    "Le répertoire publié se lit aussi hors de Boussole, sans compte : ce qu'il dit et quand c'est lu, jamais qui s'en"
    " sert ni ce que vous en dites.": (
        "directory/pages/test_open_data.py::test_nothing_of_use_answers_or_doubts_changes_a_byte",
        "site/pages/test_public_routes.py::test_what_reads_no_session_says_the_same_to_whoever_is_signed_in",
    ),
    "« Pas trouvé » compte un domaine et une semaine, sans vous et sans vos mots.": (
        "studio/pages/test_unmet_needs.py::test_neither_words_nor_anybody_are_kept",
        "studio/pages/test_unmet_needs.py::test_trainers_see_the_weeks_that_are_over_and_no_number_of_a_few",
    ),
    "L'équipe de formation voit les questions et ce qu'elles valent, jamais qui répond quoi.": (NOT_NAMED,),
    "Ce que vous signalez lui parvient sans votre nom, sauf si vous demandez une réponse.": (
        "learning/pages/test_reports.py::test_trainers_read_a_report_without_a_name_unless_a_reply_is_asked_for",
        NOT_NAMED,
    ),
    "De vos avis de terrain, elle lit combien de personnes disent quoi, trois par trois, jamais qui.": (
        "studio/pages/test_votes.py::test_trainers_see_how_many_agree_once_there_are_enough",
        "studio/pages/test_votes.py::test_trainers_read_what_is_said_once_three_have_and_vote_on_none",
        "models/catalogue/test_votes.py"
        "::test_two_of_three_practitioners_validate_a_question_and_agreement_is_told_three_at_a_time",
        "models/catalogue/test_topic_votes.py"
        "::test_two_of_three_who_would_ask_it_so_validate_it_and_what_is_said_is_told_three_at_a_time",
        NOT_NAMED,
    ),
    "Les chiffres d'une question ne paraissent, puis ne bougent, que par groupes d'au moins vingt réponses de quinze"
    " personnes.": (
        "studio/statistics/test_disclosure.py::test_twenty_answers_of_fifteen_people_are_enough",
        "studio/statistics/test_refresh.py"
        "::test_nothing_is_told_of_nineteen_answers_and_it_moves_when_twenty_more_have_answered",
        "studio/statistics/test_refresh.py::test_what_was_told_stays_whoever_goes_objects_or_is_annulled_since",
        "studio/statistics/test_by_subtraction.py::test_nothing_that_was_ever_published_differs_by_a_few",
        "site/pages/test_figures_by_subtraction.py"
        "::test_a_month_that_was_told_is_not_told_otherwise_when_somebody_was_late",
        "site/pages/test_figures_by_subtraction.py::test_the_curve_of_a_skill_less_its_question_is_nobody",
    ),
    "Ce que toute la maison a abordé et acquis paraît en tiers, une fois par mois, à partir de trente personnes qui ont"
    " répondu au cours de quatre semaines différentes.": (
        f"{HOUSE}::test_nothing_is_measured_before_thirty_have_answered_in_four_different_weeks",
        f"{HOUSE}::test_a_month_is_measured_once_blurred_and_naming_nobody_and_stays_as_it_was",
        f"{HOUSE}::test_a_direction_is_told_in_thirds_and_no_more_is_acquired_than_met",
    ),
    "L'administration voit les comptes et les pannes, jamais ce que vous apprenez ni quand vous venez.": (
        NOT_SHOWN,
        THE_SAME,
        f"{SEEN}::test_an_administrator_finds_a_name_among_the_accounts_alone",
    ),
    "Elle ne voit ni vos réponses, ni vos estimations, ni vos notes, ni vos congés, ni votre dernière visite.": (
        NOT_SHOWN,
        THE_SAME,
    ),
    "Des courriels, elle voit à peu près combien sont partis la semaine passée, les pannes, et les adresses qui les"
    " refusent : ni à qui les autres sont allés, ni ce qu'ils disent.": (
        f"{SHOWN}::test_whom_boussole_writes_to_and_whom_not_is_nobodys_to_see",
        f"{SHOWN}::test_whoever_knows_of_everybody_else_does_not_read_from_how_many_left_that_one_was_on_leave",
        f"{SHOWN}::test_a_mail_is_read_by_its_owner_alone",
    ),
    "Un journal dit quel jour un compte a été invité, changé ou fermé, et ce qui a été fait aux modules, aux règles et"
    " aux sources ; il ne montre rien de ce que vous faites de votre propre compte.": (
        f"{JOURNAL}::test_it_says_by_day_who_did_what_to_whom",
        f"{JOURNAL}::test_a_day_at_a_learners_own_leaves_it_as_it_was",
        f"{JOURNAL}::test_her_own_export_has_what_the_journal_leaves_out",
    ),
    "À la fermeture de votre compte, elle ne voit ni le lien qui vous est envoyé, ni l'adresse à vous que vous avez"
    " donnée.": (
        f"{LEAVING}::test_it_stands_on_no_page_of_anybody_else",
        f"{LEAVING}::test_what_an_administrator_sees_of_a_leaver_is_two_days",
        "people/test_leaving.py::test_no_administrator_is_told_of_it_even_when_its_mails_come_back",
    ),
    "Qui exploite le serveur peut techniquement voir tout ce qui y est enregistré, et quand vous venez.": (
        f"{SEEN}::test_whoever_reads_the_database_sees_what_she_answered_and_when",
    ),
    "Votre mot de passe n'y est pas : seule son empreinte est gardée.": (
        f"{SEEN}::test_a_password_is_in_no_table_but_as_a_slow_hash",
    ),
    "Les messages du serveur ne contiennent ni votre adresse de courriel ni ce que vous écrivez.": (
        f"{SEEN}::test_what_the_server_says_holds_neither_an_address_nor_what_one_writes",
        "models/ground/test_parameters_in_logs.py::test_an_error_of_the_database_tells_no_parameters",
    ),
    "Les demandes ne sont pas notées, sauf si l'exploitant le choisit : alors par sorte de page, heure et partie du"
    " réseau, jamais par compte.": (
        "site/pages/test_logs.py::test_the_log_of_requests_says_route_and_network_and_only_where_it_is_asked_for",
        "site/pages/test_logs.py::test_an_address_becomes_a_part_of_the_network",
    ),
    "Les mesures techniques ne comptent que les demandes auxquelles Boussole répond par une erreur, jamais de qui elles"
    " viennent.": (
        "site/pages/test_metrics.py::test_that_somebody_has_come_changes_nothing_of_what_it_says",
        "site/pages/test_metrics.py::test_a_fault_is_counted_whichever_process_meets_it_and_whoever_is_there",
    ),
    "Si vous entrez par %(name)s, ce service voit quand ; Boussole ne garde que l'identifiant qu'il vous donne.": (
        f"{SEEN}::test_of_a_provider_an_identifier_is_kept_and_nothing_else",
    ),
    "Votre hiérarchie ne voit rien.": (NO_ROLE,),
    "Boussole n'a pas de rôle pour elle, et aucune page ne classe, ne compare ni n'évalue qui que ce soit.": (
        NO_ROLE,
        NOT_NAMED,
    ),
    "L'équipe de formation peut lui remettre la page de toute la maison : aucun chiffre n'y permet de reconnaître"
    " quelqu'un.": (
        f"{HOUSE}::test_a_month_is_measured_once_blurred_and_naming_nobody_and_stays_as_it_was",
        f"{HOUSE}::test_among_invented_members_at_the_edge_the_pages_are_the_same_whatever_the_target_has_done",
        f"{BLURRED}::test_the_pages_of_two_years_tell_hardly_more_of_the_target_than_chance",
        f"{BLURRED}::test_two_months_beside_each_other_do_not_tell_what_she_has_done_in_between",
    ),
    "Refuser une proposition : elle est expliquée, et rien ne vous oblige à la suivre.": (
        "site/pages/test_home.py::test_the_step_says_why_and_begins_with_one_button",
        "site/pages/test_home.py::test_something_else_is_proposed_until_tomorrow",
    ),
    "Apprendre « sans estimation », depuis « Mon compte » : les modules se jouent, rien n'en est gardé, et personne ne"
    " voit ce choix dans Boussole.": (
        f"{OBJECTION}::test_a_whole_day_changes_no_row",
        f"{OBJECTION}::test_no_form_of_a_page_opened_before_adds_a_row_of_what_she_learns",
        f"{OBJECTION}::test_nobody_else_can_see_it",
    ),
    "Emporter toutes vos données en un fichier, ou tout effacer, depuis « Mon compte » ; après votre départ, par un"
    " lien.": (
        "people/pages/test_own_account.py::test_erasing_forgets_the_person_everywhere",
        f"{LEAVING}::test_a_link_lets_her_take_everything_along_without_signing_in",
        f"{LEAVING}::test_a_link_lets_her_erase_everything_with_one_word",
        f"{LEAVING}::test_who_reads_the_mailbox_of_a_leaver_takes_and_erases_nothing",
    ),
    "Ne pas recevoir de courriel, ou choisir son heure.": (
        "people/pages/test_mail.py::test_rhythm_hour_and_day_are_chosen",
        "people/pages/test_mail.py::test_a_mail_program_ends_them_in_one_click_without_session_or_token",
    ),
    "Aucune page ne demande quoi que ce soit sur une personne accompagnée.": (
        "laws/test_no_job_seeker.py::test_every_column_of_text_is_listed_once_with_its_reason",
        "laws/test_no_job_seeker.py::test_every_field_in_which_a_person_writes_freely_says_it",
    ),
    "Tout ce qui est gardé a un terme : le voici.": (f"{KEPT}::test_every_table_and_every_file_has_its_row",),
    "Un compte effacé disparaît aussitôt du portail. Les sauvegardes le gardent encore %(period)s ; si l'une d'elles"
    " devait servir, l'effacement y serait refait.": (NOTHING_LEFT,),
}
"""Each sentence, and what would be red if it were false."""


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_sentence_of_the_page_is_here_and_no_other() -> None:
    said = {found.replace('\\"', '"') for page in PAGES for found in SAID.findall(page.read_text("utf-8"))}
    assert said == HELD_BY.keys() | LABELS


def test_what_holds_a_sentence_is_there() -> None:
    named = sorted({one for tests in HELD_BY.values() for one in tests})
    assert [one for one in named if one.partition("::")[2] not in functions_of(one.partition("::")[0])] == []


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_it_is_five_lines_each_with_more_behind_it(house: House, language: str) -> None:
    page = house.browser_of(house.person(language=language)).get("/privacy")
    lines = page.tree.xpath("//*[@class='sees']/details")
    assert len(lines) == 5
    assert [line for line in lines if line.find("summary") is None or not line.findall("ul/li")] == []


def test_the_terms_of_the_house_stand_on_it(house: House) -> None:
    page = house.visitor().get("/privacy")
    assert len(page.tree.xpath("//details[@class='terms']//tbody/tr")) == len(retention.kept_things(Terms()))


def test_it_is_shown_before_anything_else_and_once(house: House) -> None:
    account = house.person(fresh=True)
    browser = house.browser_of(account)
    assert browser.get("/modules").path == "/privacy"
    browser.send(browser.page.tree.xpath("string(//main//form/@action)"))
    assert browser.get("/privacy").tree.xpath("//main//form") == []
