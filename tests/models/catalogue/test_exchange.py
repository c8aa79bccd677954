"""Questions from elsewhere join a draft, each under a name that no other has."""

from threading import Barrier, Thread

import pytest

from content.exchange.losses import Exchanged
from content.text.grammar import question_ids
from models.catalogue import documents, drafts, exchange
from models.ground.store import Store
from tests.builders import MONDAY, add_learner, question

TAKERS = 4


@pytest.mark.dialects
def test_several_who_take_questions_into_one_draft_at_once_give_each_a_name_of_its_own(store: Store) -> None:
    by, together = add_learner(store), Barrier(TAKERS)

    def take(number: int) -> None:
        asked = question("venue")._replace(stem=f"Et ensuite ({number}) ?")
        together.wait()
        with store.writing() as db:
            document = documents.module_document(db, "ecouter")
            found = exchange.fitted(db, document, Exchanged((asked,)), "fr")
            exchange.append(db, document, found.value, "fr", "", MONDAY, by)

    all_at_once = [Thread(target=take, args=(number,)) for number in range(TAKERS)]
    for one in all_at_once:
        one.start()
    for one in all_at_once:
        one.join()
    with store.reading() as db:
        found = question_ids(drafts.latest_text(db, documents.module_document(db, "ecouter")))
    assert {"venue", *(f"venue-{number}" for number in range(2, TAKERS + 1))} <= found
