"""The pages that few people open, or seldom: a file of views is loaded when one of its pages is first asked for.

https://flask.palletsprojects.com/en/stable/patterns/lazyloading/
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from flask import Flask

PAGES = {
    "portal.module_list": """
        GET  /authoring authoring.modules
        POST /authoring authoring.create
    """,
    "portal.authoring": """
        GET  /authoring/<module_id> authoring.edit
        POST /authoring/<module_id> authoring.save
        POST /authoring/<module_id>/draft authoring.keep_draft
        POST /authoring/<module_id>/look authoring.look
        POST /authoring/<module_id>/retire authoring.retire
        GET  /authoring/<module_id>/preview authoring.preview_from_start
        POST /authoring/<module_id>/preview authoring.preview_further
    """,
    "portal.versions": """
        GET  /versions/<document_id> versions.versions
        POST /versions/<document_id>/compare versions.compare
        GET  /versions/<document_id>/<int:before>/<int:after> versions.version_difference
        GET  /versions/<document_id>/<int:before>/draft versions.draft_difference
        GET  /versions/<document_id>/<int:number> versions.version
        POST /versions/<document_id>/<int:number>/restore versions.restore
        GET  /versions/<document_id>/aside/<int:aside_id> versions.aside
        POST /versions/<document_id>/aside/<int:aside_id>/restore versions.take_up
        GET  /versions/<document_id>/<int:number>/approval versions.approved
    """,
    "portal.reviewing": """
        POST /reviewing/<int:review_id>/withdraw reviewing.withdraw
        GET  /reviewing/<int:review_id> reviewing.review
        POST /reviewing/<int:review_id>/comment reviewing.comment
        POST /reviewing/<int:review_id>/decide reviewing.decide
        GET  /reviewing/<int:review_id>/approval reviewing.approved
        POST /reviewing/<document_id>/read reviewing.read_in_force
    """,
    "portal.translations": """
        GET  /translations translations.overview
        GET  /authoring/<module_id>/in/<language> translations.desk
        POST /authoring/<module_id>/in/<language> translations.save
        POST /authoring/<module_id>/in/<language>/confirm translations.confirm
    """,
    "portal.rereading": """
        GET  /dates rereading.due
        POST /dates/reread rereading.reread
    """,
    "portal.responsibility": """
        GET  /responsibility responsibility.everything
        POST /responsibility/<subject> responsibility.entrust
    """,
    "portal.statistics": """
        GET  /statistics statistics.overview
        GET  /statistics/questions/<question_id> statistics.question
        GET  /statistics/skills/<skill_id> statistics.skill
        GET  /statistics/questions.csv statistics.download
    """,
    "portal.exchange": """
        GET  /exchange/modules/<module_id> exchange.module
        GET  /exchange/modules/<module_id>/text exchange.text
        GET  /exchange/modules/<module_id>/questions/<outgoing> exchange.questions
        GET  /exchange/pack.zip exchange.pack_file
    """,
    "portal.importing_packs": """
        GET  /exchange exchange.pack
        POST /exchange/packs exchange.bring_pack
        GET  /exchange/packs/<int:upload_id> exchange.brought_pack
        POST /exchange/packs/<int:upload_id>/drafts exchange.take_up
        POST /exchange/packs/<int:upload_id>/forget exchange.forget_pack
    """,
    "portal.house": """
        GET  /house house.sheet
    """,
    "portal.house_texts": """
        GET  /house/texts house_texts.ours
        POST /house/texts house_texts.write
        POST /house/texts/remove house_texts.remove
        GET  /house/blanks house_texts.moved
        GET  /house/ways house_texts.moved
    """,
    "portal.drafted_questions": """
        GET  /drafted-questions/stories/<int:story_id> drafted_questions.begin
        POST /drafted-questions/stories/<int:story_id> drafted_questions.draft
        GET  /drafted-questions/<int:drafted_id> drafted_questions.drafted
    """,
    "portal.interview": """
        POST /interview/<int:story_id> interview.write
    """,
    "portal.rule_changes.deciding": """
        GET  /rule-changes rule_changes.changes
        GET  /rule-changes/<int:change_id> rule_changes.change
        POST /rule-changes/<int:change_id>/decide rule_changes.decide
        POST /rule-changes/<int:change_id>/withdraw rule_changes.withdraw
        POST /rule-changes/<int:change_id>/undo rule_changes.undo
    """,
    "portal.rule_changes.proposing": """
        GET  /rule-changes/stories/<int:story_id> rule_changes.begin
        POST /rule-changes/stories/<int:story_id> rule_changes.propose
    """,
    "portal.rule_changes.texts": """
        GET  /rule-changes/<int:change_id>/texts/<document_id> rule_changes.text
        POST /rule-changes/<int:change_id>/texts/<document_id> rule_changes.keep_text
    """,
    "portal.votes": """
        GET  /field votes.to_vote
        POST /field/<question_id> votes.vote
        POST /field/topics/<question_id> votes.vote_on_words
        GET  /field/votes votes.votes
    """,
    "portal.unmet_needs": """
        POST /unmet-needs unmet_needs.tell
    """,
    "portal.directory.importing": """
        GET  /directory/imports directory.imports
        POST /directory/imports directory.bring
        GET  /directory/imports/<int:upload_id> directory.upload
        POST /directory/imports/<int:upload_id>/forget directory.forget_upload
    """,
    "portal.directory.import_decisions": """
        POST /directory/imports/<int:upload_id>/columns directory.name_columns
        POST /directory/imports/<int:upload_id>/terms directory.note_terms
        POST /directory/imports/<int:upload_id>/accept directory.accept_entries
        POST /directory/imports/<int:upload_id>/refuse directory.refuse_entries
        POST /directory/imports/<int:upload_id>/stop directory.stop_import
    """,
    "portal.directory.exporting": """
        GET  /directory/export directory.export
        GET  /directory/export/<name> directory.export_file
    """,
    "portal.directory.licences": """
        GET  /directory/licences directory.licences
        POST /directory/licences directory.note_licence
    """,
    "portal.directory.workshop": """
        GET  /directory/workshop directory.workshop
        POST /directory/workshop/entries directory.create_entry
        POST /directory/workshop/<entry_id>/retire directory.retire_entry
    """,
    "portal.directory.to_check": """
        GET  /directory/to-check directory.to_check
        POST /directory/to-check directory.reread
    """,
    "portal.directory.tools": """
        GET  /directory/tools/<entry_id> directory.tool
        POST /directory/tools/<entry_id>/tests directory.test_tool
        POST /directory/tools/<entry_id>/opinion directory.say_of_tool
        POST /directory/tools/<entry_id>/reply directory.keep_reply
        POST /directory/tools/<entry_id>/protection directory.keep_line
    """,
    "portal.directory.measures": """
        GET  /directory/measures directory.measures
    """,
    "portal.directory.passing_on": """
        GET  /directory.json passing_on.entries
        GET  /directory.atom passing_on.changes
    """,
    "portal.directory.paper": """
        GET  /directory/entry/<entry_id>/paper directory.paper
    """,
    "portal.sources.listing": """
        GET  /sources sources.sources
        POST /sources/together sources.change_together
    """,
    "portal.sources.watched": """
        GET  /sources/<int:source_id> sources.source
        POST /sources/<int:source_id> sources.describe
        POST /sources/<int:source_id>/<verb> sources.change
    """,
    "portal.sources.trying": """
        POST /sources/try sources.look
        GET  /sources/trials/<int:trial_id> sources.trial
        POST /sources/trials/<int:trial_id> sources.add
    """,
    "portal.sources.first": """
        GET  /sources/first sources.first_day
        POST /sources/first/try sources.look_at_list
        POST /sources/first sources.follow_list
    """,
    "portal.sources.lists": """
        GET  /sources/opml sources.as_list
        GET  /sources/mine/opml sources.my_list
        POST /sources/opml sources.take_list
        POST /sources/mine/opml sources.take_my_list
    """,
    "portal.sources.own": """
        GET  /sources/mine sources.mine
        POST /sources/mine/try sources.look_for_mine
        GET  /sources/mine/trials/<int:trial_id> sources.my_trial
        POST /sources/mine/trials/<int:trial_id> sources.add_mine
        POST /sources/mine/<int:source_id>/leave sources.let_go
    """,
    "portal.people.everybody": """
        GET  /people people.accounts
        POST /people people.invite
        POST /people/<int:account_id>/invite people.invite_again
        GET  /people/<int:account_id> people.account_page
        POST /people/<int:account_id> people.change
        POST /people/<int:account_id>/way-back people.hand_way_back
        POST /people/<int:account_id>/second-factor/off people.take_second_factor
        GET  /people/<int:account_id>/close people.closing
        POST /people/<int:account_id>/close people.close
        POST /people/<int:account_id>/reopen people.reopen
    """,
    "portal.people.lists": """
        GET  /people/list people.new_list
        POST /people/list people.look_at_list
        POST /people/list/invite people.invite_list
    """,
    "portal.people.own": """
        GET  /privacy people.privacy
        POST /privacy people.privacy_read
        GET  /account people.own
        POST /language people.change_language
        POST /account/password people.change_password
        POST /account/sessions/<mark>/end people.end_session
        POST /account/sessions/end people.end_sessions
        POST /account/export people.export
        POST /account/erase people.erase
    """,
    "portal.people.invited": """
        GET  /invitation/<token> people.invitation
        POST /invitation/<token> people.accept
    """,
    "portal.people.way_back": """
        GET  /forgotten people.forgotten
        POST /forgotten people.send_way_back
        GET  /way-back/<token> people.way_back
        POST /way-back/<token> people.come_back
    """,
    "portal.people.second_factor": """
        GET  /account/second-factor people.own_second_factor
        POST /account/second-factor people.turn_on_second_factor
        POST /account/second-factor/codes people.renew_recovery_codes
        POST /account/second-factor/off people.turn_off_second_factor
    """,
    "portal.people.identities": """
        POST /sign-in/provider people.to_provider
        GET  /sign-in/provider/back people.from_provider
        POST /sign-in/provider/back people.from_provider_now
        POST /account/identity people.link_identity
        POST /account/identity/off people.unlink_identity
    """,
    "portal.people.leaving": """
        POST /account/own-address people.name_address
        POST /account/own-address/forget people.forget_address
        GET  /own-address/<token> people.address_named
        POST /own-address/<token> people.confirm_address
        GET  /leaving/<token> people.left
        POST /leaving/<token>/export people.take_along
        POST /leaving/<token>/erase people.erase_what_is_left
    """,
    "portal.objection": """
        GET  /account/estimation objection.about
        POST /account/estimation objection.choose
        POST /account/estimation/again objection.take_back
    """,
    "portal.themes": """
        GET  /themes/first themes.first
        POST /themes/first themes.begin
        GET  /themes themes.mine
        POST /themes/domains themes.choose
        POST /themes/words themes.add
        POST /themes/<int:theme_id>/leave themes.leave
        POST /themes/<int:theme_id>/address themes.renew_address
        POST /themes/<int:theme_id>/address/stop themes.stop_address
        POST /themes/muted themes.mute
        POST /themes/muted/<int:muted_id>/hear themes.hear_again
    """,
    "portal.feeds": """
        GET  /feeds/<token>.atom feeds.of_theme
    """,
    "portal.week": """
        GET  /week week.mine
        POST /week/goal week.set_goal
        POST /week/pauses week.pause
        POST /week/pauses/resume week.resume
    """,
    "portal.history": """
        GET  /history history.mine
        GET  /history/to-review history.to_review
        GET  /history/<int:sequence> history.answered
    """,
    "portal.situate": """
        GET  /situate situate.about
        POST /situate situate.begin
        POST /situate/<uuid:play_id>/stop situate.stop
        GET  /situate/<uuid:play_id> situate.found
    """,
    "portal.untraced": """
        GET  /modules/<module_id>/untraced untraced.begin
        POST /modules/<module_id>/untraced untraced.further
    """,
    "portal.health": """
        GET  /health health.what_is_wrong
    """,
    "portal.journal": """
        GET  /journal journal.days
    """,
    "portal.accessibility": """
        GET  /accessibility accessibility.statement
    """,
    "portal.practice.pages": """
        GET  /practice practice.mine
        POST /practice practice.note
        POST /practice/take-back practice.take_back
    """,
    "portal.practice.slip": """
        GET  /practice/slip practice.slip
    """,
    "portal.community": """
        GET  /community community.everything
    """,
    "portal.public_pages.shown": """
        GET  /p/<address> public_pages.shown
    """,
    "portal.public_pages.keeping": """
        GET  /community/pages public_pages.mine
        GET  /community/pages/own public_pages.own
        POST /community/pages/own public_pages.ask_own
        POST /community/pages/own/off public_pages.switch_off_own
        GET  /community/pages/teams/new public_pages.new_team
        POST /community/pages/teams/new public_pages.ask_new_team
        GET  /community/pages/teams/<int:page_id> public_pages.team
        POST /community/pages/teams/<int:page_id> public_pages.ask_team
        POST /community/pages/teams/<int:page_id>/off public_pages.switch_off_team
    """,
    "portal.public_pages.deciding": """
        GET  /community/pages/<int:page_id>/asked public_pages.asked
        POST /community/pages/<int:page_id>/asked public_pages.decide
        POST /community/pages/<int:page_id>/off public_pages.switch_off
    """,
    "portal.public_pages.paper": """
        GET  /community/pages/<int:page_id>/paper public_pages.paper
    """,
    "portal.meetings.calendars": """
        GET  /p/<address>/calendar.ics calendars.of_page
        GET  /p/<address>/meetings/<uid>.ics calendars.of_meeting
    """,
    "portal.meetings.keeping": """
        GET  /community/meetings meetings.everything
        GET  /community/meetings/<path:old> meetings.before
        POST /community/meetings/<int:page_id> meetings.announce
        POST /community/meetings/<int:page_id>/<int:meeting_id> meetings.move
        POST /community/meetings/<int:page_id>/<int:meeting_id>/cancel meetings.cancel
    """,
    "portal.circles": """
        GET  /circles circles.mine
        GET  /circles/export.txt circles.export
        POST /circles/<int:circle_id>/leave circles.leave
        GET  /circles/join/<token> circles.invitation
        GET  /circles/calendar/<token>.ics circles.calendar
        GET  /circles/<path:old> circles.before
    """,
    "portal.plain_letters.composing": """
        GET  /letters/new plain_letters.compose
        POST /letters plain_letters.make
    """,
    "portal.plain_letters.own": """
        GET  /letters plain_letters.mine
        GET  /letters/<int:letter_id> plain_letters.letter
        POST /letters/<int:letter_id>/revoke plain_letters.revoke
        POST /letters/put-away plain_letters.put_away
    """,
    "portal.plain_letters.taken": """
        GET  /letters/<int:letter_id>/paper plain_letters.paper
        GET  /letters/<int:letter_id>/draft.eml plain_letters.draft
    """,
    "portal.plain_letters.opened": """
        GET  /l/<token> plain_letters.opened
    """,
    "portal.programmes": """
        GET  /programmes/<programme_id> programmes.programme
        POST /programmes/<programme_id>/follow programmes.follow
        POST /programmes/<programme_id>/stop programmes.stop
    """,
    "portal.training_records.making": """
        GET  /training-records training_records.choose
        POST /training-records training_records.paper
    """,
    "portal.training_records.verifying": """
        GET  /training-records/verify training_records.verification
        POST /training-records/verify training_records.verify
    """,
    "portal.vignettes": """
        GET  /modules/<module_id>/vignettes/<vignette_id> vignettes.wall
        GET  /modules/<module_id>/vignettes/<vignette_id>/paper vignettes.paper
        GET  /vignettes/letters vignettes.letters
    """,
    "portal.pictures.shown": """
        GET  /pictures/<picture_hash> pictures.shown
    """,
    "portal.importing_questions": """
        GET  /exchange/imports exchange.imports
        POST /exchange/imports exchange.bring
        GET  /exchange/imports/<int:upload_id> exchange.brought
        POST /exchange/imports/<int:upload_id>/take exchange.take
        POST /exchange/imports/<int:upload_id>/forget exchange.forget_brought
    """,
    "portal.dialogues.playing": """
        POST /modules/<module_id>/dialogues/<dialogue_id> dialogues.begin
        GET  /dialogues/<uuid:play_id> dialogues.scene
        POST /dialogues/<uuid:play_id> dialogues.say
    """,
    "portal.dialogues.untraced": """
        GET  /modules/<module_id>/dialogues/<dialogue_id>/untraced dialogues.begin_untraced
        POST /modules/<module_id>/dialogues/<dialogue_id>/untraced dialogues.say_untraced
    """,
    "portal.dialogues.preview": """
        GET  /authoring/<module_id>/dialogues dialogues.trees
        GET  /authoring/<module_id>/dialogues/<dialogue_id>/preview dialogues.preview_from_start
        POST /authoring/<module_id>/dialogues/<dialogue_id>/preview dialogues.preview_further
    """,
    "portal.written": """
        GET  /modules/<module_id>/written/<written_id> written.question
    """,
    "portal.remarks": """
        POST /reviewing/remarks/<int:comment_id> remarks.settle
        POST /reviewing/<int:review_id>/mark remarks.mark_read
    """,
    "portal.pictures.workshop": """
        GET  /pictures pictures.everything
        POST /pictures pictures.bring
        GET  /pictures/uploads/<int:upload_id> pictures.upload
        GET  /pictures/<picture_hash>/about pictures.about
        POST /pictures/<picture_hash>/withdraw pictures.withdraw
    """,
    "portal.pictures.placing": """
        GET  /pictures/<picture_hash>/place pictures.describe
        POST /pictures/<picture_hash>/place pictures.place
    """,
}
"""By file: method, rule and endpoint of each page; the view has the name that the endpoint ends with."""


def init_app(app: Flask) -> None:
    """Let these pages be found; their files stay closed."""
    for file, pages in PAGES.items():
        for page in pages.strip().splitlines():
            method, rule, endpoint = page.split()
            app.add_url_rule(rule, endpoint, _late(file, endpoint.rpartition(".")[2]), methods=[method])


@cache  # a view with two addresses is one function, as Flask wants it
def _late(file: str, view: str) -> Callable[..., Any]:
    def load_and_show(**values: Any) -> Any:
        return getattr(import_module(file), view)(**values)

    # Flask-WTF knows a view that needs no token by these names.
    load_and_show.__module__, load_and_show.__name__ = file, view
    return load_and_show
