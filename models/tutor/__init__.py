"""What to do next, and why: candidates, their scores as named terms, the one that wins, and what would change that.

Pure: all that a choice depends on stands in the `Situation`; the same situation leads to the same step.
"""

from models.tutor.candidates import READY_AT, candidates
from models.tutor.choice import Change, Step, applied, choose, what_would_change
from models.tutor.diagnostic import next_skill
from models.tutor.questions import Sitting, most_questions, next_question, reads_first, to_practise
from models.tutor.situation import Candidate, Offer, Purpose, Situation, Term

__all__ = [
    "READY_AT",
    "Candidate",
    "Change",
    "Offer",
    "Purpose",
    "Sitting",
    "Situation",
    "Step",
    "Term",
    "applied",
    "candidates",
    "choose",
    "most_questions",
    "next_question",
    "next_skill",
    "reads_first",
    "to_practise",
    "what_would_change",
]
