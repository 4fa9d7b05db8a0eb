"""Stage A: the closed word lists by which `number_clauses` and `reality` read a clause. Folded; data only."""

from __future__ import annotations

from generation.pipeline.reading import lexicon
from generation.pipeline.reading.word_set import word_set

FIRST = lexicon.FIRST_PERSON
OTHERS = lexicon.SUBJECTS_OF_OTHERS | word_set("theyre hes shes youre")
# Words are read without their hyphens here: of "co-worker" and "in-laws" only the last part stands before the number.
# "Physio: 3 sets" is a session.
PEOPLE = (lexicon.PEOPLE - {"physio"}) | word_set("worker workers laws law")
# "my watch says 6 h", "the doctor's scale": what measures the writer.
DEVICES = word_set("watch fitbit app garmin oura scale scales tracker phone whoop ring thermometer monitor")
# With the adjectives that stand before a person ("my little son"); "which" and "what" open clauses here.
DETERMINERS = lexicon.DETERMINERS - word_set("what which") | word_set(
    "all whole little big old new own entire dear poor younger older elder youngest oldest best good close"
)
PREPOSITIONS = word_set(
    """
    with without to at for from by about of on in near into onto around over through after before
    during since until than like against beside next behind under toward towards among between via
    w called calling met meeting saw seeing visited visiting told telling helped helping
    """
)
# "May" is a modal first.
TIMES = (
    lexicon.WEEKDAYS
    | lexicon.SHORT_WEEKDAYS
    | lexicon.MONTHS - {"may"}
    | word_set(
        """
    today yesterday tonight morning evening afternoon night noon midday weekend now lately later earlier
    afterwards afterward last this early late again then first also there here home day daytime o'clock
    """
    )
)
ADVERBS = word_set(
    """
    just only still already also even finally actually really probably maybe perhaps mostly nearly
    almost barely hardly roughly approximately about around simply kinda sorta somehow luckily sadly
    only once twice again then so very well badly too both all quite pretty ok okay yes yeah yep
    honestly apparently definitely surprisingly somewhat literally basically not never
    """
)
AUXILIARIES = word_set(
    """
    have has had having 've did do does am was were is are be been being got get getting
    managed manage went go going started kept keep ended up to haven't hadn't didn't don't could can
    couldn't can't able
    """
)
CONJUNCTIONS = word_set(
    """
    and but then so because cause 'cause cuz bc although though whereas plus or yet while when
    whenever which who if unless und
    """
)
VERBS = word_set(
    """
    was is were are am had has have got gets did does do took takes drank drinks ate eats slept sleeps
    ran runs walked walks went goes made makes said says told tells wrote read bought paid pays spent
    spends came comes gave gives felt feels kept left lost found met saw sat stood lay lied woke
    wakes won fell flew drove rode swam sang spoke thought knew heard hit cut let sent lent built
    brought broke began became put set cried smoked weighs weighed weigh costs cost lasted lasts
    needs wants works worked seems smells plays earns eaten drunk taken gotten done been seen gone
    laid caught fed sold held dug drew grew taught fought bit shook
    """
)
