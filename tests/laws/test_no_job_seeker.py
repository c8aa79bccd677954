"""Boussole holds no job seeker: every column of text has its reason, every free text says so (docs/design.md, law 16).

A column that is new makes the first test fail: add it below, with its reason. One in which a person writes what she
likes goes to FREE, and its field gets `nameless` of `portal/site/templates/macros/forms.html`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml.html import HtmlElement
from sqlalchemy import JSON, String
from werkzeug.exceptions import HTTPException

import models.tables.all  # noqa: F401 — every table is looked at
from content.schema.yaml_fields import LANGUAGES
from models.ground.words import words
from models.tables.base import Base
from tests import page_browser as pages
from tests.builders import TEXT
from tests.crawl import Crawl
from tests.house import House
from tests.page_browser import Page

SENTENCE = "Rien qui fasse reconnaître une personne accompagnée."
PORTAL = Path(__file__).parents[2] / "portal"

FREE = """
    answer.response             what was typed as the answer to a question; else letters and numbers
    document.draft              a module, the skill map or the rules, as a trainer is writing it
    house_text.text             what the house says of itself, for everybody: in a blank of a card, or how it is reached
    interview_word.body         what a trainer says of a story: « En entretien : … »
    keepsake.note               a private note under a card, a module, a story or a skill
    meeting.place               where a workshop is, in one line
    meeting.subject             what it is about, in one line
    muted_word.words            words whose stories a learner does not want to see
    permission.words            what the house of a site has permitted, in its words
    public_page.asks            what a team says of itself, before it is approved: its name, its ways, its services
    public_page.shows           the same once approved: public
    picture.credit              of whom a picture is, and under which licence
    publisher_licence.licence   the licence of a directory, or where the right to use it here is written
    report.reply                what a trainer answers to a report
    report.word                 what a learner says of a question, a card or a topic that she reports
    review.text                 the text of a module that waits to be read
    review.word                 what its author says of it
    review_comment.body         what its reader says of it
    upload.told                 what is said of a file that is brought: its rights, its licence, whose directory it is
    rule_change.untouched       whom a change of a rule does not concern: a kind of people, never one of them
    rule_change_text.text       a module as it will be on the day when a rule changes
    tool_statement.words        what the maker of a tool answers to its tests, or the data protection officer says
    tool_test.cost              what a tool costs, as it was found when it was tried
    tool_test.data_kept         which data it keeps, and where
    theme.words                 a subject of the news that a learner follows
    version.text                a module, the skill map or the rules, as published
    version.word                what a version has changed, for those who had learned
"""
COPIES = """
    audit.detail                codes, numbers, what a module asks; in entries of before, words that were taken back
    upload.found                what was read in it: questions, a picture's hash, names of texts, columns of a table
    upload.refusal              sentences of ours, with what could not be read
    entry_proposal.name         the name of a service that such a file proposes
    entry_proposal.text         the service, as a text
    house_text.asked            what a module asks there
    house_text.what             the same, folded; or which way it is
    read_mark.text              a text as somebody had read it
    review_comment.quoted       the line of a text that a remark is about
    draft_aside.text            a draft of which another text has taken the place
    entry_plain.words           what an entry of the directory says to the person, in plain words
    listed_entry.commune        of an entry of the directory: where the service is
    listed_entry.names          its name
    listed_entry.organisation   who offers it
    listed_entry.telephone      its number, as it publishes it
    listed_fact.quote           the sentence that a fact rests on, from the page of a service
    listed_fact.service         which service of ours has read it, never who
    search_entry.sought         what people say who look for an entry: words of a trainer's, of nobody in particular
    search_entry.text           what can be found in modules and stories
    search_entry.title          its title
    search_word.folded          words of those, without accents
    search_word.written         the same as they are written
    story.rewritten             sentences of a story in plainer words, by a model, from the text of a site
"""
NAMES = """
    account.email               somebody who works here
    account.name                somebody who works here
    mail.recipient              her address, as it was when the mail left
    identity.subject            what the house's provider calls somebody who works here; most often a number
    own_address.email           where somebody is reached once she has left
    upload.file                 a file, by the name under which it was sent
    listed_entry.passed_on      what an entry says, in the formats of other directories
    listed_entry.publisher      whose directory an entry comes from
    permission.given_by         somebody at the house of a site
    publisher_licence.publisher whose directory it is for
    publisher_mapping.publisher whose table its columns are of
    source.categories           where a site stands among others
    source.name                 a site
"""
WRITTEN_BY_US = """
    house_figure.shares         blurred shares by direction
    mail.html                   a mail, from templates, stories and questions
    mail.result                 a code, and the words of the mail server
    mail.subject                as above
    mail.text                   as above
    parameter_set.metrics       how well a set predicts
    parameter_set.questions     numbers by question
    parameter_set.shared        numbers
    parameter_set.skills        numbers by skill
    parameter_set.window        two instants
    proposal.change             codes and numbers of a choice
    proposal.runner_up          codes
    proposal.situation          codes and numbers of a choice
    proposal.terms              numbers
    question_figures.figures    counts of many
    question_figures.signs      codes
    session.device              two words out of a list: « Firefox · Linux »
"""
FROM_SITES = """
    article.identity            the id that a feed gives
    article.lead                its first words
    article.marks               words by which a story is recognised
    article.published_raw       a date as it was written
    article.sketch              numbers
    article.text                the text of an article, for thirty days
    article.title               its title
    article.told_title          as it was told
    article.vector              numbers
    correction.after            sentences of a rectified article
    correction.before           the same before
    correction.title            its title
    correction.title_before     the same before
    drafted_question.sentence   the sentence that a question was drafted from
    drafted_question.source     the name of its site
    host.mining                 what a site says of text mining
    host.robots                 its robots.txt
    keepsake.title              the title of what was kept, so that it is known when it is gone
    rule_change.cited           the sentence that a change rests on
    source.etag                 a mark of the server
    source.last_detail          what the server has answered
    source.last_modified        a date as the server wrote it
    source.last_text            the text of a watched page
    source_change.before        the same before it changed
    source_change.now           the same after
    story.title                 the title of a story
    trial.found                 what was found at an address that somebody asks about
"""
CODES = """
    attestation.document_id attestation.kind attestation.part attestation.verdict
    annulment.reason answer.confidence article.encoder article.language article.result article.state account.language
    article.summary_places audit.subject audit.verb audit_party.role document.kind document.language document.status
    publisher_mapping.columns publisher_mapping.mapping
    due_check.reason draft_aside.document_id entry_proposal.change entry_proposal.entry_id entry_tie.document_id
    entry_tie.name entry_tie.subject fact_answer.document_id fact_answer.verdict
    entry_plain.document_id entry_plain.language
    fact_rereading.kind listed_entry.document_id listed_entry.kind listed_entry.type
    listed_fact.document_id listed_fact.kind listed_fact.manner listed_fact.page
    tool_statement.document_id tool_statement.speaker
    tool_opinion.document_id tool_opinion.said
    tool_test.document_id tool_test.in_dutch tool_test.offline tool_test.on_small_screen tool_test.role
    tool_test.without_account house_text.language house_text.place follow_up.module_id follow_up.said
    hourly_count.kind
    drafted_question.document_id drafted_question.question_id keepsake.kind keepsake.language keepsake.target
    learner.timezone less_of.kind less_of.subject mail.correction_ids mail.kind mail.slot mail.state mail.story_ids
    notice.question_id parameter_set.model parameter_set.origin permission.right_to_show play.domain play.purpose
    play.skill presentation.option_order presentation.purpose presentation.question_id promotion.by promotion.kind
    proposal.purpose proposal.target published_question.nature published_question.use question_figures.question_id
    question_figures.skill refusal.target report.kind report.language report.outcome report.question_id report.topic_id
    responsibility.subject
    review.change review.decision review.document_id revision.name rule_change.decision rule_change.rule_id
    rule_change.state_from rule_change.state_to rule_change_text.document_id rule_change_text.outcome
    search_entry.key search_entry.kind search_entry.language search_entry.meaning search_entry.work
    slot.kind slot.slot source.jurisdiction source.kind source.language source.last_result
    source.nature source.right_to_show story.language story.rewritten_by story.summary_places story_skill.skill
    upload.document_id upload.purpose upload.state picture.media_type picture.rights
    play.dialogue programme_following.programme_id read_mark.document_id review.changes version.changes
    circle.module_id circle.question_id circle.topic_id meeting.uid plain_letter.cites plain_letter.language
    plain_letter.token
    public_page.address public_page.kind
    theme.domain week_count.kind week_count.subject version.change version.document_id vote.question_id vote.response
    topic_vote.question_id topic_vote.said
    withholding.document_id withholding.question_id withholding.why answer.question_id answer.skill document.id
    document.original_id due_check.skill mastery.skill published_question.id
    published_question.module_id published_question.skill source.selector trial.selector erasure.files
"""
"""Values out of a list of ours, ids, places in a text, and what points at a part of a page."""
ADDRESSES = """
    listed_fact.address meeting.link publisher_licence.address
    article.address article.host drafted_question.address host.name identity.issuer rule_change.address
    rule_change.cited_address source.address source.ahead source.host trial.address trial.ahead trial.host
"""
HASHES = """
    picture.hash published_picture.hash training_record_key.public_key training_record_key.sealed
    fact_answer.fingerprint attestation.fingerprint listed_fact.fingerprint
    account.password_hash audit.link audit_checkpoint.link audit_checkpoint.signature audit_head.link
    audit_party.commitment erasure.learner erasure.signed_by leaving_link.token_hash mail.message_id
    own_address.token_hash parameter_set.fingerprint password_reset.token_hash recovery_code.code_hash
    recovery_code.label second_factor.sealed_secret session.token_hash
    sign_in_attempt.device sign_in_attempt.email sign_in_attempt.network source.fingerprint theme.token
    topic_vote.fingerprint
"""

NOT_FREE = {
    "directory.everything q": "looked for and kept nowhere",
    "directory.bring licence": "the name of a licence",
    "directory.bring publisher": "whose directory a file is",
    "directory.bring service": "which service of ours brings it",
    "directory.note_terms licence": "the name of a licence",
    "briefing.before q": "looked for and kept nowhere",
    "plain_letters.compose q": "looked for and kept nowhere",
    "directory.reread service": "the service that has read, never a person",
    "people.turn_on_second_factor code": "six digits, compared and forgotten",
    "directory.note_licence licence": "the name of a licence, as « Licence Ouverte 2.0 »",
    "exchange.take own": "the id of a skill",
    "exchange.take title": "the title of a module",
    "authoring.create id": "the id of a module: small letters and hyphens",
    "authoring.modules q": "looked for and kept nowhere",
    "directory.create_entry id": "the id of an entry: small letters and hyphens",
    "directory.workshop q": "looked for and kept nowhere",
    "people.change name": "somebody who works here",
    "people.erase word": "the word « effacer », compared and forgotten",
    "people.erase_what_is_left word": "the word « effacer », compared and forgotten",
    "people.invite name": "somebody who works here",
    "people.look_at_list text": "people who work here",
    **dict.fromkeys(
        (f"practice.note {one}" for one in ("slips", "next", "whom", "said")), "a count: three digits at most"
    ),
    "people.accounts q": "looked for and kept nowhere",
    "search.results q": "looked for and kept nowhere",
    "sources.add_mine name": "a site",
    "sources.sources q": "looked for and kept nowhere",
    "sources.describe categories": "where a site stands among others",
    "sources.describe given_by": "somebody at the house of a site",
    "sources.describe name": "a site",
    "sources.describe selector": "a part of a page",
    "sources.add categories": "where a site stands among others",
    "sources.add given_by": "somebody at the house of a site",
    "sources.add name": "a site",
    "sources.look selector": "a part of a page",
}
"""Fields in which words are typed and that need not say it, by the form that they are sent to, and why."""
KEEPS_NOTHING = "sheet.draw "
"""The form whose words are a person's own, on her own paper: held by tests/community/pages/test_pathway_not_kept.py."""
WRITTEN_IN = ("text", "search", None)
"""Types of an input in which anything can be written: https://html.spec.whatwg.org/#attr-input-type."""


def named(listed: str) -> dict[str, str]:
    """Column → its reason."""
    lines = (line.strip().partition(" ") for line in listed.strip().splitlines())
    return {column: reason.strip() for column, _, reason in lines}


def listed() -> list[str]:
    with_reasons = [column for some in (FREE, COPIES, NAMES, WRITTEN_BY_US, FROM_SITES) for column in named(some)]
    return [*with_reasons, *CODES.split(), *ADDRESSES.split(), *HASHES.split()]


def columns_of_text() -> list[str]:
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | JSON)
    ]


def test_every_column_of_text_is_listed_once_with_its_reason() -> None:
    assert sorted(listed()) == sorted(columns_of_text())
    assert all(reason for some in (FREE, COPIES, NAMES, WRITTEN_BY_US, FROM_SITES) for reason in named(some).values())


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {"fr"}))
def test_the_sentence_is_said_in_each_language(language: str) -> None:
    assert words(language).gettext(SENTENCE) != SENTENCE


def test_every_long_text_in_a_template_says_it_or_cannot_be_written_in() -> None:
    """Also those of fragments that only a form leads to."""
    areas = [
        (str(file.relative_to(PORTAL)), area)
        for file in sorted(PORTAL.glob("*/templates/**/*.html"))
        # A list of people who work here; a sheet, whose words are the person's own, and the code of a training record,
        # which are kept nowhere.
        if not file.match("people/list.html") and file.parent.name not in {"pathway", "training_records"}
        for area in re.findall(r"<textarea.*?>", file.read_text("utf-8"), re.DOTALL)
    ]
    assert len(areas) > 8
    assert [one for one in areas if "nameless" not in one[1] and " readonly" not in one[1]] == []


# ---------------------------------------------------------------------------------------------------- pages as they are


def test_every_field_in_which_a_person_writes_freely_says_it(crawl: Crawl) -> None:
    silent, saying = set(), set()
    for visit in crawl.of("everything", "nobody"):
        for name, field in fields_of(crawl.furnished.house, visit.page):
            (saying if says_it(visit.page, field, SENTENCE) else silent).add(name)
    drawn = {name for name in silent if name.startswith(KEEPS_NOTHING)}
    assert drawn
    assert silent - drawn == NOT_FREE.keys()
    assert len(saying) >= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_in_words_says_it_in_the_language_of_its_page(crawl: Crawl, language: str) -> None:
    furnished = crawl.furnished
    house, person = furnished.house, furnished.person("everything", language)
    house.new_module("written", skills=(TEXT.skill,), questions=(TEXT,))
    page = furnished.visit(person, house.address_of(house.question_for(person, TEXT.id)))
    assert says_it(page, page.part("typed"), words(language).gettext(SENTENCE))


def fields_of(house: House, page: Page) -> Iterator[tuple[str, HtmlElement]]:
    """Each field of a page in which words can be typed, and by what name it is sent where."""
    for form in page.forms():
        sent_to = endpoint(house, form.get("action") or page.address, (form.get("method") or "get").upper())
        for field in form.xpath(".//textarea | .//input"):
            if is_written_in(field):
                yield f"{sent_to} {field.get('name')}", field


def is_written_in(field: HtmlElement) -> bool:
    typed = field.tag == "textarea" or field.get("type") in WRITTEN_IN
    return typed and field.get("readonly") is None and field.get("inputmode") != "decimal"


def endpoint(house: House, address: str, method: str) -> str:
    try:
        return str(house.app.url_map.bind("boussole.example").match(urlsplit(address).path, method=method)[0])
    except HTTPException:
        return address


def says_it(page: Page, field: HtmlElement, sentence: str) -> bool:
    described_by = (field.get("aria-describedby") or "").split()
    return any(pages.words(page.part(one)).rstrip(".") == sentence.rstrip(".") for one in described_by)
