"""Home: what to do next, what to refresh, what changes in the job, and the compass."""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template
from sqlalchemy.orm import Session

from models.catalogue import cards, in_force
from models.community import circles, plain_letters
from models.learning import history, proposals, reports
from models.news.feed import feed
from models.site import home as models_home
from models.studio import from_stories, reviewing
from models.studio.reviewing import ReviewNews
from models.studio.rule_changes import announcements as rule_changes
from models.studio.rule_changes import deciding
from models.studio.rule_changes.announcements import RuleChangeAsTold
from portal.access import account, learner_key, signed_in, today
from portal.learning import compass, proposed_steps, sittings
from portal.request import house_day, noting, now, reading
from portal.studio.text_findings import title_of

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def home() -> str | Response:
    """Show home, made for a counsellor with seven minutes."""
    if account().learner.without_estimation:
        return _calm()
    sittings.choose_minutes()
    with reading() as db:
        waiting = _waiting(db)
        here, skills = models_home.today(db, learner_key(), now(), sittings.minutes_left()), in_force.skill_map(db)
        words = from_stories.interview_words(db, [one.story.id for one in here.stories])
        replies, told = reports.replies(db, learner_key()), history.unread_notices(db, learner_key())
        help_at_hand, to_redo = cards.has_crisis_card(db), plain_letters.to_redo(db, learner_key(), house_day())
        in_circles = circles.TAKES_PART.ask(db, learner_key=learner_key())
    if here.proposed and here.proposed.new:
        with noting() as db:
            proposals.keep(db, learner_key(), here.proposed)
    proposal = here.proposed and proposed_steps.proposal_shown(here.proposed, here.modules, here.domains)
    leave = here.proposed and proposed_steps.leave_told(here.proposed, [one.skill.id for one in here.to_refresh])
    return render_template(
        "home/first.html" if here.first else "home/home.html",
        here=here,
        replies=replies,
        notices=told,
        proposal=proposal,
        # Said once on the page, where it stands first.
        leave=None if proposal and leave == proposal.why else leave,
        sitting=here.proposed and sittings.shown(here.proposed, here.modules, here.domains),
        minutes=sittings.chosen_minutes(),
        choices=sittings.MINUTES_OFFERED,
        skills=skills,
        words=words,
        compass=compass.rose(here.domains, here.this_week),
        crisis=help_at_hand,
        letters_to_redo=to_redo,
        in_circles=in_circles,
        title_of=title_of,
        **waiting,
    )


def _waiting(db: Session) -> dict[str, Sequence[ReviewNews] | Sequence[RuleChangeAsTold]]:
    """Ask together what the page needs; return what reviews bring to a trainer, and the rule changes to decide on."""
    at, lookups = now(), models_home.LOOKUPS
    if not account().trainer:
        feed.ask_together(db, learner_key(), today(), at, *lookups)
        return {"reviews": (), "changes": ()}
    others, since = (reviewing.HERE, deciding.UNDECIDED), at - reviewing.TOLD
    feed.ask_together(db, learner_key(), today(), at, *lookups, *others, reviewed_since=since)
    reviews = reviewing.review_news(db, learner_key(), at)
    undecided = deciding.UNDECIDED.ask(db, learner_key=learner_key())
    changes = deciding.waiting_for(db, learner_key()) if undecided else ()
    return {"reviews": reviews, "changes": rule_changes.as_told(db, changes)}


def _calm() -> str:
    """Show home to who learns without estimation."""
    with reading() as db:
        waiting = _waiting(db)
        here, skills = models_home.calm_day(db, learner_key(), now()), in_force.skill_map(db)
        words = from_stories.interview_words(db, [one.story.id for one in here.stories])
        replies, help_at_hand = reports.replies(db, learner_key()), cards.has_crisis_card(db)
        to_redo = plain_letters.to_redo(db, learner_key(), house_day())
        in_circles = circles.TAKES_PART.ask(db, learner_key=learner_key())
    told = {
        "here": here,
        "replies": replies,
        "letters_to_redo": to_redo,
        "in_circles": in_circles,
        "title_of": title_of,
    }
    return render_template("home/calm.html", skills=skills, words=words, crisis=help_at_hand, **told, **waiting)
