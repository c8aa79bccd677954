"""Many are invited at once: all whose row is right, and nobody who has an account."""

from sqlalchemy import select

from models.ground.store import Store
from models.people import account_lists, accounts
from models.tables.mail import Mail, MailKind
from models.tables.people import Account
from tests.watchers.mornings import SEVEN, add_account

LIST = """nom;courriel;rôle;langue
Nadia;nadia@example.org;formateur;nl
Claire;claire@example.org;;
Zoé;zoe@example.org;;fr
Jan;jan;;
"""


def test_those_whose_row_is_right_have_an_account_and_a_mail(empty_store: Store) -> None:
    claire = add_account(empty_store, "claire@example.org")
    with empty_store.writing() as db:
        listed = account_lists.read_anew(db, LIST)
        assert [one.name for one in listed.faulty] == ["Claire", "Jan"]
        invited = account_lists.invite_right(db, listed, SEVEN, "Europe/Brussels")
        assert [(one.name, one.trainer, one.language) for one in invited] == [
            ("Nadia", True, "nl"),
            ("Zoé", False, "fr"),
        ]
    with empty_store.reading() as db:
        assert len(accounts.accounts(db)) == 3
        written_to = db.scalars(select(Mail.learner_key).where(Mail.kind == MailKind.INVITATION)).all()
        assert set(written_to) == {one.learner_key for one in invited}
        assert db.get_one(Account, claire.id).name == "Claire"


def test_a_list_that_is_sent_twice_invites_once(empty_store: Store) -> None:
    for invited in (3, 0):
        with empty_store.writing() as db:
            listed = account_lists.read_anew(db, LIST)
            assert len(account_lists.invite_right(db, listed, SEVEN, "Europe/Brussels")) == invited
            assert len(listed.faulty) == 4 - invited


def test_who_has_left_is_said_to_be_able_to_come_back(empty_store: Store) -> None:
    gone = add_account(empty_store, "claire@example.org")
    with empty_store.writing() as db:
        accounts.close(db, db.get_one(Account, gone.id), SEVEN)
        (one,) = account_lists.read_anew(db, "nom;courriel\nClaire;Claire@example.org").people
    assert [problem.told for problem in one.problems] == ["Cette adresse a un compte fermé : il peut rouvrir."]
