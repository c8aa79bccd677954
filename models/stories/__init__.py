"""Stories: the articles of several sources and languages that tell the same news.

Pure: `facts`, `traits`, `recognition`, `differences`. With the tables: `arrival` (which story an article tells),
`record`, `merging`, `recent`, `corrections`, `contradictions`, `findable` (what the search is given of it), `owners`
(who may see it).
"""

from models.stories.arrival import tell_article
from models.stories.contradictions import Divergence, Side, divergences
from models.stories.corrections import Rectified, corrections, corrections_to_tell, note_told, reopen_changed
from models.stories.merging import families, family, merge, standing, standing_story
from models.stories.owners import KEPT, NoSuchStory, still_told, visible_to
from models.stories.recent import Recent
from models.stories.record import TEXT_KEPT, Read, Telling, forget_personal, forget_texts, record_story
from models.stories.traits import Traits, event_words, same_name, traits

__all__ = [
    "KEPT",
    "TEXT_KEPT",
    "Divergence",
    "NoSuchStory",
    "Read",
    "Recent",
    "Rectified",
    "Side",
    "Telling",
    "Traits",
    "corrections",
    "corrections_to_tell",
    "divergences",
    "event_words",
    "families",
    "family",
    "forget_personal",
    "forget_texts",
    "merge",
    "note_told",
    "record_story",
    "reopen_changed",
    "same_name",
    "standing",
    "standing_story",
    "still_told",
    "tell_article",
    "traits",
    "visible_to",
]
