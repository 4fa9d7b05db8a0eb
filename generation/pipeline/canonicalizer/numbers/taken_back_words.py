"""Stage A: the closed word lists by which `taken_back` reads what stands behind a number. Folded; data only."""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.subject_words import ADVERBS, TIMES
from generation.pipeline.reading import lexicon
from generation.pipeline.reading.word_set import word_set

_WEEKDAYS = lexicon.WEEKDAYS | lexicon.SHORT_WEEKDAYS
# "50 mg, forgot yesterday" says nothing of the 50 mg of today.
TIMES_OF_THE_DAY = TIMES - _WEEKDAYS - lexicon.MONTHS - word_set("yesterday last weekend")
NEGATORS = word_set("not never none neither cannot cant") | lexicon.NEGATED_VERBS
# What stands before the word that takes back: who, when, how, the auxiliary of "was skipped".
LEADING = (
    (
        word_set(
            """
        i we it they that this which who though however unfortunately was were is are 's be been being got gets
        getting has have had having keep keeps kept did do does chose decided opted am i'm im it's that's i've ive
        """
        )
        | ADVERBS
        | TIMES_OF_THE_DAY
    )
    - NEGATORS
    - word_set("almost nearly")
)
PREPOSITIONS = word_set("at by around before after with without in on for from during over")
# Why or when, behind a clause without a clause of its own: "because of another day" is about that day.
REASONS = word_set("because cause 'cause cuz bc if unless when while whenever so")

# --- denied ---------------------------------------------------------------------------------------

BEFORE_A_DEED = word_set(
    "even yet actually really been be being to get got gotten manage managed able have had bring myself ever quite"
)
# Of doses and drinks; these verbs may also leave their thing out ("didn't take today").
TAKING = word_set("take taken took taking inject injected swallow swallowed open opened touch touched")
FORMS = word_set("dose doses tablet tablets pill pills capsule capsules session")
# "Didn't eat" is about food, "didn't drink" about alcohol: only with "it", or right behind what was not eaten.
TAKING_IT = word_set(
    "eat eaten ate drink drank use used smoke smoked need needed want wanted get have had finish drunk"
)
# "Wine: 2 glasses, didn't need it" was drunk; "400 mg not needed" was not taken.
NEEDING = word_set("need needed want wanted")
DOING = word_set(
    """
    do did done doing happen happened happening make made manage managed reach reached start started attend attended
    achieve achieved hit met possible face stomach bothered arsed
    """
)
GOING = word_set("go went gone")
IT = word_set("it them")
OBJECTS = IT | word_set("this that one any these those both either mine")
# What was done all the same: with regret, for the last time, for the first time in long.
REGRETTING = word_set("shouldn't oughtn't needn't")
RESOLVING = word_set("won't wouldn't can't don't never shouldn't cannot")
LONG_TIMES = word_set("years year weeks months month ages decades forever while days")
NOT_ALL = word_set("close quite remotely nearly")
ANSWERS = word_set("n no nope nah none nil never")
NO_WAY = word_set("way chance show thanks")
AFFIRMED = word_set("taken took done injected swallowed drank completed reached smashed hit yes yep ✓ ✔ ✅ ☑")
AVOIDED = word_set(
    """
    skip skipped skipping miss missed missing forgot forget forgotten forgetting cancelled canceled cancel cancelling
    refused refuse refusing declined abandoned avoided bailed ditched resisted untaken unopened untouched unused
    uneaten undone undrunk discontinued discarded binned aborted omitted rejected failed scrapped against
    """
)
# Of these "failed" is said of the wish to do without.
GIVEN_UP = word_set(
    """
    beer beers wine wines alcohol drink drinks cigarette cigarettes cigs smokes smoke smoked smoking vape vapes joint
    joints weed chocolate sweets candy cookies sugar snacks crisps soda cokes coffee coffees
    """
)
PUT_OFF = word_set("postponed rescheduled")
# "Stopped at the shop" is on the way.
STOPPED = word_set("stopped quit ended paused")
# What happened to a dose or a drink instead; an hour wasted was spent all the same.
SPOILT = word_set("wasted spilled spilt expired misplaced")
# A dose that nobody sold: of one that was in the house all the same people say "taken".
SUPPLIERS = word_set("pharmacy pharmacist chemist chemist's chemists drugstore apothecary")
SHUT = word_set("closed shut out empty")
NOT_IN_STOCK = (("out", "of", "stock"), ("not", "in", "stock"), ("none", "left"))
PARTICLES = {
    "called": word_set("off"),
    "put": word_set("off"),
    "blown": word_set("off"),
    "given": word_set("up away"),
    "gave": word_set("up"),
    "thrown": word_set("away out up back"),
    "poured": word_set("away out down"),
    "tipped": word_set("away out down"),
    "flushed": word_set("away down"),
    "spat": word_set("out"),
    "left": word_set("out behind untouched unopened"),
    "backed": word_set("out"),
    "chickened": word_set("out"),
    "ran": word_set("out"),
    "fell": word_set("through"),
    "rained": word_set("off"),
}
# With "it": of what was taken in, too ("threw it up").
GETTING_RID = word_set(
    "threw throw throwing spat spit poured tipped flushed binned gave hid vomited puked brought chucked tossed"
)
LEAVING = word_set("left leave leaving stopped quit dropped put called blew")
# When, why and by whom: what may follow where the thing is left out.
CLOSING = word_set(
    "since because cause cos cuz bc due by at in anymore instead altogether completely entirely else sorry"
)
CLOSING_PHRASES = (
    frozenset(("this", when) for when in ("week", "time", "month"))
    | frozenset(("for", what) for what in ("days", "weeks", "now", "the", "some"))
    | frozenset(("to", when) for when in _WEEKDAYS | word_set("tomorrow next"))
    | frozenset({("on", "purpose"), ("any", "more"), ("all", "day"), ("last", "minute"), ("of", "course")})
)

# --- left where it was ----------------------------------------------------------------------------

STAYING = word_set("went still left sitting lying stayed remained back")
INSIDE = word_set("in on inside down into")
PLACES = word_set(
    """
    box packet pack blister drawer bottle fridge cupboard cabinet bag pocket pillbox organiser organizer dispenser tray
    foil wrapper table counter nightstand shelf pot jar tube strip
    """
)
GONE = word_set("bin trash rubbish garbage toilet sink drain loo")

# --- planned, wished, another's -------------------------------------------------------------------

BEFORE_A_PLAN = word_set("i we it that that's it's this was were is are which am i'm my the a for only just still")
PLANNED = word_set(
    """
    planned plan goal target aim tomorrow later soon pending scheduled booked due overdue intended hoped tbd todo
    ideal ideally wish hopefully supposed prescribed offered optional
    """
)
# Right behind the number, whatever follows: "10 mg due at 8".
PLANNED_AT_ONCE = word_set("supposed due overdue pending scheduled booked offered prescribed awaiting intended")
# What a rating or a measurement may be, too: "Weight: 65 kg (goal)".
GOALS = (["goal"], ["target"], ["my", "goal"], ["my", "target"], ["the", "goal"], ["goal", "weight"])
MODALS = word_set("will would should must gonna shall might")
MEANING_TO = word_set("meant wanted planned intended hoped tried supposed")
HAVING_TO = word_set("need have going ought")
NEVER_MEANT = (
    ("i", "wish"),
    ("in", "my", "dreams"),
    ("dream", "on"),
    ("yeah", "right"),
    ("wishful", "thinking"),
    ("not", "mine"),
    ("not", "me"),
    ("not", "for", "me"),
    ("hers",),
    ("theirs",),
    ("nowhere", "near"),
    ("got", "nowhere", "near"),
)
WANTING = word_set("needed wanted wished hoped planned recommended prescribed advised suggested needs wants")
# Of these a wish is made, and no past need ("is what I needed").
WISHING = word_set("want need wish")
# "That's all I can say" wants nothing.
KNOWING = word_set("know remember recall say tell can could")
OTHER_PEOPLE = word_set(
    "her him them everyone everybody team colleagues office guests visitors class crew others family"
)
