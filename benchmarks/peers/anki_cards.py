"""`python anki_cards.py FOLDER CARDS ANSWERS`: cards queued, answered and committed by Anki's v3 scheduler, as JSON.

Runs by itself, in whatever environment has `anki`; nothing of the house is needed.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from anki.collection import AddNoteRequest, Card, Collection
from anki.scheduler.v3 import CardAnswer, SchedulingStates

NO_LIMIT = 9999


def main() -> None:
    """Fill a collection, answer, and print what each answer took with its next card, and SQLite's modes."""
    path, cards, answers = Path(sys.argv[1]) / "collection.anki2", int(sys.argv[2]), int(sys.argv[3])
    collection = Collection(str(path))
    fill(collection, cards)
    modes = {mode: collection.db.scalar(f"pragma {mode}") for mode in ("journal_mode", "synchronous")}
    json.dump({"spent": list(answered(collection, answers)), "modes": modes}, sys.stdout)
    collection.close()


def fill(collection: Collection, cards: int) -> None:
    """Add so many notes of one card each to a deck without limits, so that there is always another card."""
    deck, basic = collection.decks.id("deck"), collection.models.by_name("Basic")
    requests = []
    for number in range(cards):
        note = collection.new_note(basic)
        note["Front"], note["Back"] = f"question {number}", f"answer {number}"
        requests.append(AddNoteRequest(note, deck))
    collection.add_notes(requests)
    limits = collection.decks.config_dict_for_deck_id(deck)
    limits["new"]["perDay"] = limits["rev"]["perDay"] = NO_LIMIT
    collection.decks.update_config(limits)
    collection.decks.set_current(deck)


def answered(collection: Collection, answers: int) -> Iterator[tuple[float, float]]:
    """Answer the card that comes first, committed, and ask for the next; give the seconds by clock and processor."""
    card, states = next_card(collection)
    for number in range(answers):
        begun, busy = perf_counter(), process_time()
        rating = CardAnswer.AGAIN if number % 4 == 0 else CardAnswer.GOOD
        collection.sched.answer_card(collection.sched.build_answer(card=card, states=states, rating=rating))
        card, states = next_card(collection)
        yield perf_counter() - begun, process_time() - busy


def next_card(collection: Collection) -> tuple[Card, SchedulingStates]:
    """Return the first card of the queue, and what each rating would make of it."""
    first = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
    card = Card(collection, backend_card=first.card)
    card.start_timer()
    return card, first.states


if __name__ == "__main__":
    main()
