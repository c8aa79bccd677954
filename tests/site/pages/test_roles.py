"""Whose every form and every file is: one test a role asks for all that is not its own. Of pages, test_pages.py."""

import pytest
from werkzeug.routing import Rule

from tests.house import House
from tests.page_browser import Browser
from tests.site.pages.furnished import ADMINISTRATOR, ANYONE, FILES, ROLES, SIGNED_IN, TRAINER, TRAINER_OR_ADMINISTRATOR
from tests.site.pages.test_routes import an_address

WHOSE = {
    ANYONE: """
        calendars.of_meeting calendars.of_page circles.calendar circles.invitation
        feeds.of_theme mail.answer mail.unsubscribe_now people.accept people.change_language people.come_back
        people.confirm_address people.erase_what_is_left people.from_provider_now people.second_step_now
        people.send_way_back people.sign_in_now people.take_along people.to_provider reports.tell
         training_records.verification training_records.verify
         sheet.draw opening.draw opening.page pictures.shown public_pages.shown passing_on.changes
         passing_on.entries static
    """,
    SIGNED_IN: """
        directory.answer directory.say_of_tool directory.used votes.vote votes.vote_on_words
        follow_ups.tell keepsakes.bookmark keepsakes.note mail.as_sent mail.change_settings mail.take_up
        news.less news.read notices.put_away objection.choose objection.take_back
        people.change_password people.end_session people.end_sessions people.erase people.export
        people.forget_address people.link_identity people.name_address people.privacy_read
        people.renew_recovery_codes people.sign_out people.turn_off_second_factor people.turn_on_second_factor
        people.unlink_identity proposals.again proposals.contest
        proposals.never proposals.other reports.put_away reports.withdraw rule_changes.decide rule_changes.keep_text
        situate.begin situate.stop sources.add_mine sources.let_go sources.look_for_mine sources.my_list
        sources.take_my_list study.advance study.answer study.practise study.skip study.start themes.add themes.begin
        themes.choose themes.hear_again themes.leave themes.mute themes.renew_address themes.stop_address
        unmet_needs.tell directory.not_found
        practice.note practice.take_back
        public_pages.ask_own public_pages.switch_off_own
        circles.before circles.export circles.leave
        meetings.announce meetings.before meetings.cancel meetings.move
        plain_letters.draft plain_letters.make plain_letters.put_away plain_letters.revoke
        programmes.follow programmes.stop
        training_records.paper
        dialogues.begin dialogues.say dialogues.say_untraced
        untraced.further week.pause week.resume week.set_goal
    """,
    TRAINER: """
        dialogues.preview_further
        authoring.create authoring.keep_draft authoring.look authoring.preview_further authoring.retire authoring.save
        directory.reread
        rereading.reread drafted_questions.draft exchange.bring exchange.pack_file exchange.questions exchange.take
        exchange.bring_pack exchange.forget_brought exchange.forget_pack exchange.take_up exchange.text
        interview.write reports.reply responsibility.entrust
        directory.export_file directory.note_licence
        house_texts.moved house_texts.remove house_texts.write
        directory.create_entry directory.keep_reply directory.retire_entry directory.test_tool
        directory.accept_entries directory.bring directory.forget_upload directory.name_columns
        directory.note_terms directory.refuse_entries directory.stop_import
        pictures.bring pictures.place pictures.withdraw
        public_pages.ask_new_team public_pages.ask_team public_pages.switch_off_team
        remarks.mark_read remarks.settle
        reviewing.comment reviewing.decide reviewing.read_in_force reviewing.withdraw rule_changes.propose
        rule_changes.undo rule_changes.withdraw statistics.download translations.confirm translations.save
        versions.compare versions.restore versions.take_up
    """,
    TRAINER_OR_ADMINISTRATOR: "mail.fictitious_as_sent",
    ADMINISTRATOR: """
        directory.keep_line public_pages.decide public_pages.switch_off
        people.change people.close people.hand_way_back people.invite people.invite_again people.invite_list
        people.look_at_list people.reopen people.take_second_factor sources.add
        sources.as_list sources.change sources.change_together sources.describe
        sources.follow_list sources.look sources.look_at_list sources.take_list
    """,
}
"""Whether a rule change may be decided on, or its text kept, is for the change to say: it may ask anybody."""


def forms_and_files(house: House) -> list[Rule]:
    rules = house.app.url_map.iter_rules()
    return [rule for rule in rules if "POST" in rule.methods or rule.endpoint in FILES]


def test_every_form_and_every_file_is_in_the_table_once(house: House) -> None:
    listed = [endpoint for endpoints in WHOSE.values() for endpoint in endpoints.split()]
    assert sorted(listed) == sorted({rule.endpoint for rule in forms_and_files(house)})


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sends_no_form_and_fetches_no_file_that_is_not_its_own(house: House, role: str) -> None:
    browser = house.stranger() if role == "nobody" else house.visitor(**visitor_as(role))
    browser.get("/sign-in" if role == "nobody" else "/account")
    own = {endpoint for whose in ROLES[role] for endpoint in WHOSE[whose].split()}
    others = [rule for rule in forms_and_files(house) if rule.endpoint not in own]
    before = house.rows()
    met = {rule.endpoint: asked(house, browser, rule) for rule in others}
    kept_out = (303, "/sign-in") if role == "nobody" else (403, "")
    assert {endpoint: found for endpoint, found in met.items() if found != kept_out} == {}
    assert house.rows() == before


@pytest.mark.parametrize(
    ("whose", "role"), [(SIGNED_IN, "learner"), (TRAINER, "trainer"), (ADMINISTRATOR, "administrator")]
)
def test_what_is_said_to_be_a_roles_own_is_not_refused(house: House, whose: str, role: str) -> None:
    browser = house.visitor(**visitor_as(role))
    browser.get("/account")
    rules = {rule.endpoint: rule for rule in forms_and_files(house)}
    own = sorted(WHOSE[whose].split(), key="people.sign_out".__eq__)  # which ends the session, so at the end
    assert [endpoint for endpoint in own if asked(house, browser, rules[endpoint])[0] in {401, 403}] == []


def visitor_as(role: str) -> dict[str, bool]:
    return {one: True for one in ("trainer", "administrator") if one == role}


def asked(house: House, browser: Browser, rule: Rule) -> tuple[int, str]:
    """What comes of it, and where it leads."""
    address = an_address(house, rule)
    if "POST" in rule.methods:
        page = browser.post(address)
        return page.status, page.headers.get("Location", "").partition("?")[0]
    answer = browser.client.get(address)
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0]
