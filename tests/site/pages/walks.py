"""What people do with every form of the portal, as the tests of its pages tell it: once more, in any house."""

from collections.abc import Callable, Iterator
from functools import partial

from models.catalogue import coming_into_force
from models.tables.people import Account
from tests.builders import MONDAY, WRONG, question, small_pack, with_translations
from tests.community.pages import letters_furnished as letters
from tests.community.pages import (
    test_ballots,
    test_circles,
    test_letters_taken,
    test_meetings,
    test_pathway_drawn,
    test_pathway_opened,
    test_pathway_paper,
)
from tests.community.pages import test_letters_composed as test_letters_composing
from tests.community.pages import test_own_letters as test_letters_own
from tests.community.pages.public_pages import test_public_pages
from tests.community.pages.public_pages.asked_pages import forget_pages
from tests.directory.pages import test_entry_paper as test_directory_paper
from tests.directory.pages import (
    test_entry_search,
    test_exports,
    test_imports,
    test_licences,
    test_open_data,
    test_tools,
)
from tests.directory.pages import test_fact_answers as test_directory_answering
from tests.directory.pages import test_studio_list as test_entries
from tests.directory.pages import test_to_check as test_directory_to_check
from tests.house import House
from tests.learning.pages import (
    test_dialogues,
    test_follow_ups,
    test_keepsakes,
    test_notices,
    test_objection,
    test_playing,
    test_programmes,
    test_reports,
    test_situate,
    test_themes,
    test_training_records,
    test_week,
)
from tests.news.pages import test_atom_feeds, test_shared_sources, test_stories
from tests.people.pages import (
    test_access,
    test_accounts_changed,
    test_invitation_list,
    test_leaving,
    test_mail,
    test_oidc,
    test_own_account,
    test_password_reset,
    test_second_factor,
)
from tests.people.pages.openid import RealProvider
from tests.site.pages import test_home, test_search
from tests.studio.pages import (
    test_exchange,
    test_from_stories,
    test_house_texts,
    test_packs_brought,
    test_pictures_brought,
    test_pictures_placed,
    test_remarks,
    test_rereading,
    test_responsibility,
    test_reviewing,
    test_rule_changes,
    test_statistics,
    test_translations,
    test_unmet_needs,
    test_versions,
    test_votes,
)
from tests.studio.pages.authoring import test_beginning, test_changes, test_previewing, test_publishing, test_writing
from tests.studio.pages.changes import Team
from tests.topics import pack_with_topics

Walk = Callable[[], None]


def comes_and_goes(house: House) -> Iterator[Walk]:
    """At the door, and with one's account."""
    yield partial(test_access.test_after_some_failures_even_the_right_password_has_to_wait_but_a_minute_at_most, house)
    yield partial(test_access.test_a_network_is_slowed_by_how_many_accounts_it_tries, house)
    yield partial(test_access.test_a_new_password_ends_the_other_sessions_and_keeps_this_one, house)
    yield partial(test_access.test_an_invitation_lets_in_once, house)
    yield partial(test_access.test_signing_out_ends_the_session, house)
    yield partial(test_access.test_that_it_was_read_is_noted_once, house)
    yield partial(test_own_account.test_the_language_is_chosen, house)
    yield partial(test_access.test_a_session_is_listed_and_ended_from_another, house)
    yield partial(test_access.test_all_other_sessions_are_ended_at_once, house)
    yield partial(test_password_reset.test_a_link_serves_for_an_hour, house)
    yield partial(test_password_reset.test_a_link_by_mail_lets_her_choose_another_password_once, house)
    yield partial(test_second_factor.test_it_is_turned_on_with_the_password_and_a_code, house)
    yield partial(test_second_factor.test_it_is_turned_off_with_the_password_and_a_code, house)
    yield partial(test_second_factor.test_new_codes_to_print_end_those_of_before, house)
    yield partial(test_second_factor.test_an_administrator_takes_it_off_another_account, house)
    yield partial(by_a_provider, house, test_oidc.test_an_account_is_linked_with_the_present_password)
    yield partial(by_a_provider, house, test_oidc.test_it_is_unlinked_with_the_present_password_and_other_sessions_end)
    yield partial(test_leaving.test_she_names_an_address_and_confirms_it_by_the_link_in_its_mail, house)
    yield partial(test_leaving.test_an_address_is_forgotten_by_one_button, house)
    yield partial(test_leaving.test_a_link_lets_her_take_everything_along_without_signing_in, house)
    yield partial(test_leaving.test_a_link_lets_her_erase_everything_with_one_word, house)
    yield partial(test_own_account.test_everything_can_be_taken_away_but_the_hash, house)
    yield partial(test_own_account.test_erasing_forgets_the_person_everywhere, house)


def by_a_provider(house: House, walk: Callable[[House, RealProvider], None]) -> None:
    with test_oidc.trusted_by(house) as provider:
        walk(house, provider)


def learns(house: House) -> Iterator[Walk]:
    """Modules, reviews, what home proposes, « Se situer », what one reports."""
    yield partial(test_playing.test_it_works, house)
    yield partial(test_playing.test_a_form_sent_twice_counts_once, house)
    yield partial(test_playing.test_a_review_asks_two_questions_and_ends, house)
    yield partial(test_home.test_something_else_is_proposed_until_tomorrow, house)
    yield partial(test_home.test_a_skill_that_is_not_for_her_can_be_taken_back_too, house)
    yield partial(test_home.test_whoever_knows_already_is_asked_three_questions, house)
    yield partial(test_programmes.test_it_is_stopped_by_one_button_and_the_modules_stay, house)
    yield partial(test_training_records.test_a_record_is_made_and_verified, house)
    yield partial(test_situate.test_a_question_can_be_skipped, house)
    yield partial(plays_interviews, house)
    yield partial(test_situate.test_it_can_be_ended_at_a_question_and_at_a_feedback, house, "a")
    yield partial(test_objection.test_it_is_chosen_from_ones_account_without_a_reason_and_taken_back, house)
    yield partial(test_objection.test_a_whole_day_changes_no_row, house)
    yield partial(test_reports.test_a_report_withdrawn_lets_the_answer_count_again, house)
    yield partial(test_reports.test_ones_own_reports_are_under_ones_account_with_what_became_of_them, house)
    yield partial(test_reports.test_a_reply_that_was_asked_for_is_on_home_until_it_has_been_read, house)


def plays_interviews(house: House) -> None:
    test_dialogues.publish(house)
    account = house.person()
    test_dialogues.test_it_is_played_from_its_module_and_explained_at_its_end(house.browser_of(account))
    test_dialogues.test_a_draft_is_played_without_a_row(house)
    objector = test_dialogues.objecting(house, account)
    test_dialogues.test_who_has_objected_plays_it_and_nothing_is_kept(house, objector)


def draws(house: House) -> Iterator[Walk]:
    """A sheet, typed, printed, and opened again from its paper."""
    yield partial(test_pathway_drawn.test_places_come_go_and_change_their_order, house)
    yield partial(test_pathway_paper.test_the_paper_says_whose_it_is_and_until_when_it_can_be_trusted, house)
    yield partial(test_pathway_opened.test_the_page_is_one_file_for_everybody_and_asks_nobody_who_they_are, house)
    yield partial(test_pathway_opened.test_a_code_opens_the_text_that_was_printed, house)


def reads_the_news(house: House) -> Iterator[Walk]:
    """Stories, themes, what is kept, one's week, the mails."""
    yield partial(test_stories.test_a_question_is_asked_and_answered_within_its_story, house)
    yield partial(test_stories.test_what_is_opened_at_its_source_is_noted_as_read, house)
    yield partial(test_stories.test_less_of_a_source_is_said_on_its_story_and_taken_back_among_themes, house)
    yield partial(test_themes.test_themes_are_followed_in_one_tap, house)
    yield partial(test_themes.test_domains_are_changed_on_the_page_of_themes, house)
    yield partial(test_themes.test_words_of_ones_own_are_followed_and_left, house)
    yield partial(test_themes.test_a_word_is_muted_and_heard_again_on_the_page_of_themes, house)
    yield partial(test_atom_feeds.test_a_reader_of_feeds_understands_it, house)
    yield partial(test_atom_feeds.test_an_address_that_was_given_up_leads_nowhere, house, "changed")
    yield partial(test_atom_feeds.test_an_address_that_was_given_up_leads_nowhere, house, "stopped")
    yield partial(test_keepsakes.test_a_story_is_kept_in_one_tap_and_listed_and_given_up_in_one, house)
    yield partial(test_keepsakes.test_a_note_that_changed_in_another_window_is_not_written_over, house)
    yield partial(test_week.test_a_goal_is_set_and_told_with_what_is_done, house)
    yield partial(test_week.test_a_pause_is_noted_shown_and_ended_early, house)
    yield partial(test_ballots.test_a_week_before_is_reached_without_its_day_in_the_address_and_taken_back, house)
    yield partial(test_mail.test_the_question_is_answered_once_without_signing_in, house)
    yield partial(test_mail.test_rhythm_hour_and_day_are_chosen, house, "weekly", "8", "3", (8, 3))
    yield partial(test_mail.test_whose_address_is_paused_reads_it_and_takes_it_up_again, house, "/mail")
    yield partial(test_mail.test_a_mail_program_ends_them_in_one_click_without_session_or_token, house)
    yield partial(test_mail.test_a_mail_can_be_read_as_it_left_under_a_policy_of_its_own, house)
    yield partial(test_mail.test_tomorrows_mail_of_nobody_is_shown_as_such_and_leaves_no_trace, house, "trainer")


def administers(house: House) -> Iterator[Walk]:
    """Accounts, sources."""
    yield partial(test_own_account.test_somebody_is_invited_by_mail, house)
    mended = test_invitation_list.test_those_whose_row_is_right_are_invited_and_the_others_stay_to_be_mended
    yield partial(mended, house)
    yield partial(test_own_account.test_an_invitation_that_has_expired_is_sent_again, house)
    yield partial(test_own_account.test_closing_an_account_is_noted_and_what_was_learned_stays, house)
    yield partial(test_accounts_changed.test_a_closed_account_opens_again_as_it_was, house)
    yield partial(test_accounts_changed.test_a_counsellor_becomes_a_trainer_and_back, house)
    who = house.person(administrator=True)
    browser = house.browser_of(who)
    yield partial(test_shared_sources.test_an_address_is_looked_at_before_it_is_followed, house, browser)
    followed = test_shared_sources.test_what_was_found_is_shown_with_the_rules_of_the_site_and_followed_by_one_button
    yield partial(followed, house, browser, who)
    yield partial(
        test_shared_sources.test_of_the_press_the_title_is_shown_until_a_permission_is_noted, house, browser, who
    )
    yield partial(test_shared_sources.test_a_source_is_paused_taken_up_again_visited_and_given_up, house, browser, who)
    yield partial(test_shared_sources.test_two_sources_are_paused_by_one_button, house, browser, who)
    yield partial(
        test_shared_sources.test_on_the_first_day_ten_sources_are_tried_ticked_and_followed, house, browser, who
    )
    yield partial(test_shared_sources.test_a_person_follows_a_feed_that_nobody_else_sees, house, browser)
    yield partial(test_shared_sources.test_a_list_is_taken_and_what_cannot_be_is_named, house, browser)
    yield partial(test_shared_sources.test_a_file_that_is_no_list_is_refused_with_a_reason, house, browser, b"rien")


def writes(house: House) -> Iterator[Walk]:
    """The studio: drafts, versions, previews, exchange, dates, who answers for what."""
    who, other = house.person(trainer=True), house.person(trainer=True)
    browser = house.browser_of(who)
    yield partial(test_beginning.test_two_trainers_do_not_overwrite_each_other, house, browser, who)
    yield partial(test_writing.test_what_is_typed_is_kept_meanwhile_and_the_hour_is_told, house, browser)
    yield partial(test_writing.test_what_is_to_be_mended_and_what_is_to_be_seen_follow_what_is_typed, house, browser)
    yield partial(test_changes.test_another_right_answer_is_no_wording_and_the_draft_is_kept, house, browser)
    queued = test_publishing.test_a_change_of_meaning_queues_a_check_and_one_of_wording_does_not
    yield partial(queued, house, browser, "meaning", 1)
    noted = test_publishing.test_beginning_publishing_and_retiring_are_noted_with_their_author
    yield partial(noted, house, house.browser_of(other), other)
    yield partial(test_previewing.test_a_whole_preview_leaves_no_trace, house, browser)
    mine = test_exchange.new(house)
    yield partial(test_exchange.test_each_format_says_what_it_leaves_behind_and_can_be_taken_away, browser, mine)
    yield partial(test_exchange.test_questions_are_seen_before_they_are_kept_then_join_the_draft, house, browser, mine)
    removed = test_exchange.test_a_file_can_be_removed_before_its_term_and_what_was_taken_of_it_stays
    yield partial(removed, house, browser, mine)
    name = test_versions.in_two_versions(house, who)
    yield partial(test_versions.test_the_difference_between_any_two_is_marked_word_by_word, browser, house, name, who)
    yield partial(test_versions.test_a_draft_is_set_aside_and_can_be_taken_up_again, browser, house, name, who)
    name = test_responsibility.begun_by(house, who)
    entrusted = test_responsibility.test_an_owner_and_a_deputy_are_chosen_for_modules_and_rules
    yield partial(entrusted, house, name, who, other, "MODULE")
    written = test_house_texts.test_a_trainer_writes_them_and_they_stand_in_the_card_and_at_the_foot_of_the_paper
    yield partial(written, house)
    yield partial(test_house_texts.test_what_has_lost_its_place_is_listed_until_a_trainer_removes_it, house)
    yield partial(test_house_texts.test_the_addresses_that_people_know_lead_there, house, "/house/ways")
    test_directory_to_check.begin(house)
    yield partial(test_directory_to_check.test_a_fact_is_read_again_by_one_press_and_the_log_says_so, house)
    house.new_module("perime", questions=(question("perime-1"),), review_by=test_rereading.DUE)
    yield partial(test_rereading.test_a_trainer_reads_it_again_and_the_log_says_so, house)


def reviews(house: House) -> Iterator[Walk]:
    """What trainers make of each other's texts, of reports and of news."""
    read = test_reviewing.test_law_in_force_is_read_by_another_trainer_and_then_asked
    yield partial(read, house, *in_review(house)[:3])
    yield partial(test_reviewing.test_the_author_takes_her_text_back_and_nobody_else_does, house, *in_review(house))
    approved = test_reviewing.test_approving_publishes_in_the_authors_name_and_reads_the_law
    yield partial(approved, house, *in_review(house))
    _, _, reader, asked = in_review(house)
    yield partial(test_reviewing.test_a_line_may_be_named_by_its_number_and_none_means_the_whole, house, reader, asked)
    name, author, reader, _ = in_review(house)
    marked = test_remarks.test_what_somebody_marked_read_is_compared_with_what_stands_now
    yield partial(marked, house, name, author, reader)
    settled = test_remarks.test_she_settles_it_on_the_page_of_the_review_too
    yield partial(settled, house, author, test_remarks.returned(house, name, author, reader))
    yield partial(test_reports.test_one_reply_settles_all_that_is_ticked, house)
    story, name = test_from_stories.told(house), test_from_stories.a_module(house)
    drafted = test_from_stories.test_a_question_is_drafted_from_a_sentence_and_lands_in_the_studio_unpublished
    yield partial(drafted, house, story, name)
    said = test_from_stories.test_what_a_trainer_says_of_a_story_is_read_by_everybody_and_can_be_taken_back
    yield partial(said, house, story)
    corrected = "La réponse que nous attendions était fausse. La vôtre était juste."
    yield partial(test_notices.test_each_is_told_above_the_step_until_she_has_read_it, house, WRONG, corrected)
    yield partial(test_follow_ups.test_home_asks_it_above_the_step_and_one_tap_answers_it, house)


def in_review(house: House) -> tuple[str, Account, Account, int]:
    """A module, its author, a reader, and the number of the review that its next text waits for."""
    author, reader = house.person(trainer=True), house.person(trainer=True)
    name = test_reviewing.unread(house, author)
    return name, author, reader, test_reviewing.asked(house, name, author)


def changes_rules(house: House) -> Iterator[Walk]:
    """A change and its texts, accepted and undone; two that come to nothing."""
    day = test_rule_changes.test_the_new_text_is_written_beside_the_old_one_read_by_another_and_switched_on_the_day
    yield partial(day, Team(house))
    yield partial(test_rule_changes.test_a_change_is_refused_or_taken_back_and_nothing_changes, Team(house))


def counts(house: House) -> Iterator[Walk]:
    """Statistics of questions."""
    test_statistics.with_figures(house)
    yield partial(test_statistics.test_a_question_to_look_at_is_found_from_the_workshop_with_its_reason, house)
    told = test_statistics.test_the_file_says_what_the_pages_say_and_leaves_out_what_is_about_too_few
    yield partial(told, house)


def searches(house: House) -> Iterator[Walk]:
    """Cards and stories: by words, by words that are nearly those, by words that stand apart."""
    test_search.with_article_60(house)
    yield partial(test_search.test_it_works, house)
    yield partial(test_search.test_a_story_leads_to_its_page, house)
    yield partial(test_search.test_the_words_found_are_marked_and_what_others_wrote_stays_text, house)
    yield partial(test_search.test_a_mistyped_word_is_said_to_be_taken_for_another, house)
    yield partial(test_search.test_words_that_never_stand_together_are_said_not_to, house)
    for query in ("", "zzzzz", "%22%27%3C%3E", "de+la", "a" * 5000):
        yield partial(test_search.test_a_page_without_results_says_what_to_do, house, query)
    test_directory_answering.begin(house)
    yield partial(test_directory_answering.test_an_answer_is_kept_for_the_week_shown_to_her_and_changed, house)
    test_directory_paper.begin(house)
    yield partial(test_directory_paper.test_one_browser_is_counted_a_few_times_a_week_for_each_entry, house)
    yield partial(test_unmet_needs.test_one_tap_says_in_which_domain_and_the_screen_stays, house)
    test_entry_search.with_directory(house)
    yield partial(test_entry_search.test_one_tap_says_of_which_topic_and_the_screen_stays, house)


def exchanges(house: House) -> Iterator[Walk]:
    """Whole packs, out and in."""
    yield partial(test_exchange.test_what_is_in_force_comes_back_as_the_same, house)
    yield partial(test_exchange.test_what_is_new_or_different_becomes_a_draft_and_a_draft_is_never_replaced, house)
    yield partial(test_packs_brought.test_a_package_waits_its_term_or_is_retired_before_and_is_taken_up_once, house)


def brought_pictures(house: House) -> Iterator[Walk]:
    who = house.person(trainer=True)
    withdrawn = test_pictures_brought.test_a_picture_is_withdrawn_for_a_reason_and_the_journal_says_it
    yield partial(withdrawn, house, house.browser_of(who), who)
    placed = test_pictures_placed.test_a_picture_of_the_house_goes_below_what_was_just_typed_and_one_goes_on_there
    yield partial(placed, house, house.browser_of(who))


def imports(house: House) -> Iterator[Walk]:
    """Files of the directory, from their arrival to what is published of them."""
    who = house.person(trainer=True)
    browser = house.browser_of(who)
    taken = test_imports.test_a_file_is_brought_named_looked_at_and_accepted
    yield partial(taken, house, browser, "La maison d'ici", who)
    right = test_imports.test_without_a_licence_or_a_right_nothing_can_be_accepted
    yield partial(right, house, browser, "La maison sans licence")
    yield partial(test_imports.test_a_publication_is_watched_and_stopped, house, browser, "La maison du milieu")
    gone = test_imports.test_a_file_is_retired_before_its_term_with_all_it_proposed
    yield partial(gone, house, browser, "La maison d'un jour", who)
    yield partial(test_imports.test_what_changes_is_marked_and_decided_one_by_one, house, browser, "Une maison", who)


def votes(house: House) -> Iterator[Walk]:
    """Questions of practice and of interviews, to be judged by the field."""
    yield partial(test_votes.test_trainers_see_how_many_agree_once_there_are_enough, test_votes.with_practice(house))
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
    yield partial(test_votes.test_trainers_read_what_is_said_once_three_have_and_vote_on_none, house)


def links_people(house: House) -> Iterator[Walk]:
    """Meetings of a public page, and circles of before; in a house that has topics by now."""
    yield partial(test_meetings.test_a_trainer_announces_moves_and_cancels_a_meeting_of_a_team, house)
    yield partial(test_meetings.test_anybody_follows_the_calendar_of_a_page, house)
    yield partial(test_meetings.test_the_page_and_the_file_of_one_meeting_lead_to_where_it_is_a_line, house)
    yield partial(test_circles.test_a_member_is_told_once_on_her_home_reads_her_circle_and_takes_it_along, house)
    yield partial(test_circles.test_a_page_of_before_leads_to_the_one_that_is_left_whoever_asks, house)
    closed = test_circles.test_a_link_of_before_opens_no_circle_and_ends_on_a_sentence
    yield partial(closed, house, "circle-invitation", "/circles/join/{}")
    yield partial(closed, house, "circle-calendar", "/circles/calendar/{}.ics")
    yield partial(test_circles.test_one_leaves_a_circle_and_is_named_in_it_no_more, house)


def translates(house: House) -> Iterator[Walk]:
    """A module into Dutch, and a translation confirmed."""
    trainer, dutch = house.visitor(trainer=True), house.browser_of(house.person(language="nl"))
    yield partial(
        test_translations.test_the_list_shows_each_module_in_dutch_where_it_is_and_says_where_it_is_not, dutch
    )
    yield partial(test_translations.test_a_translation_is_published_when_it_says_what_its_original_says, house, trainer)
    yield partial(test_translations.test_what_waits_is_named_and_confirmed_with_one_button, house, trainer, dutch)


def keeps_the_directory(house: House) -> Iterator[Walk]:
    """In the workshop of the directory, and on the page of a tool."""
    browser = test_entries.in_the_workshop(house)
    yield partial(test_entries.test_an_entry_is_begun_and_published, house, browser)
    yield partial(test_entries.test_an_entry_is_retired_and_a_new_version_puts_it_back, house, browser)
    yield partial(
        test_licences.test_a_trainer_notes_the_terms_of_a_publisher_and_the_journal_says_so,
        test_licences.with_theirs(house),
    )
    yield partial(test_exports.taken, house, "data-inclusion.json")
    for address in ("/directory.json", "/directory.atom"):
        yield partial(test_open_data.test_what_has_not_changed_is_not_sent_again, house, address)
    yield partial(test_tools.test_a_test_is_shown_at_once_with_its_day_and_role_and_no_name, house)
    yield partial(test_tools.test_opinions_are_read_from_three_people_on_and_can_be_changed, house)
    yield partial(test_tools.test_its_maker_answers_with_a_day_and_the_answer_can_be_taken_away, house)
    yield partial(
        test_tools.test_a_tool_that_asks_for_an_account_waits_for_the_line_which_an_administrator_writes, house
    )


def keeps_public_pages(house: House) -> Iterator[Walk]:
    """Our page: asked for, looked at, refused, approved, switched off."""
    yield partial(test_public_pages.test_a_trainer_asks_an_administrator_approves_and_everybody_reads, house)
    yield partial(test_public_pages.test_what_a_team_changes_waits_while_what_was_approved_is_read, house)
    yield partial(test_public_pages.test_a_counsellor_asks_for_her_own_by_her_initials, house)
    yield partial(test_public_pages.test_what_is_refused_says_what_is_to_be_mended_and_stays_to_be_mended, house)
    forget_pages(house)
    yield partial(test_public_pages.test_its_keeper_switches_it_off_and_so_does_an_administrator, house)


def gives_letters(house: House) -> Iterator[Walk]:
    """A letter is made, closed, and said to be made anew."""
    letters.furnish(house)
    yield partial(test_letters_composing.test_a_letter_is_made_by_one_button_and_shown, house.visitor())
    yield partial(test_letters_taken.test_no_title_or_name_becomes_a_header, house)
    yield partial(test_letters_own.test_a_letter_is_closed_once_and_for_all_by_its_author_alone, house)
    yield partial(test_letters_own.test_home_says_that_a_paper_is_to_be_made_anew_and_not_of_what_it_speaks, house)


HOUSES = [
    (
        small_pack(),
        # First what asks for all that there is.
        (exchanges, imports, brought_pictures, counts, searches, votes)
        + (comes_and_goes, learns, draws, reads_the_news, administers, writes, reviews, changes_rules)
        + (keeps_the_directory, keeps_public_pages, links_people),
    ),
    (with_translations(test_translations.TRANSLATION), (translates,)),
    (small_pack(), (gives_letters,)),
]
"""What a house teaches, and what is done in it, one after the other."""
