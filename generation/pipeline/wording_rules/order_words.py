"""The words by which `imperatives` tells an order from a noun, a tale or a turn of phrase. Data only, reviewed."""

from __future__ import annotations

from generation.pipeline.reading.word_set import word_set

LOOK_AHEAD = 12
MAX_LEAD_INS = 5
OPENERS = frozenset({"<subordinator>", "<preposition>", "<lead-in>", "<-ing>"})
# Whom notes speak of without an article: "Counsel pt", "Call mom".
OBJECTS = frozenset({"<determiner>", "<possessive>", "<object>"}) | word_set(
    "pt patient client mom mum dad parents wife"
)
SUBJECTS = word_set("you i we they people those")
FINITE = word_set(
    "is was were are has had does did am appears appear seems says said went came made will would can could "
    "remains remained became felt helps helped works worked"
)
RELATIVE = word_set(
    "that who which what if when where while because as how whether so until unless since whoever whatever "
    "wherever you i they we he she and but or"
)
# Closed-class words that no order begins with.
NO_VERB = frozenset(
    {
        "<auxiliary>", "<preposition>", "<pronoun>", "<determiner>", "<possessive>", "<conjunction>", "<subordinator>",
        "<question>", "<adverb>", "<number>", "<-ing>", "<past>", "<object>", "<feeling>", "<lead-in>",
    }
)  # fmt: skip
NO_OPEN_CLASS = word_set("not thanks thank congratulations glad sorry good great bad same both than kudos worth")
# Turns of phrase that ask for nothing.
NO_ORDERS = frozenset(
    {
        ("let", "me"),
        ("sit", "to"),
        ("trigger", "warning"),
        ("review", "meeting"),
        ("note", "to"),
        ("believe", "it"),
        ("believe", "me"),
        ("correct", "me"),
        ("excuse", "me"),
        ("trust", "me"),
        ("mind", "you"),
        ("tell", "me"),
        ("ask", "me"),
        ("get", "well"),
        ("let", "us"),
        ("welcome", "back"),
        ("welcome", "to"),
        ("fast", "forward"),
        ("see", "above"),
        ("see", "attached"),
        ("see", "below"),
        ("see", "my"),
        ("see", "previous"),
        ("see", "prior"),
    }
    | {("hope", ""), ("thank", ""), ("guess", ""), ("bet", ""), ("excuse", ""), ("wish", "")}
)
# What people also say of themselves with the "I" left out orders only before these words.
ONLY_BEFORE = {
    "be": frozenset({"<determiner>", "<adverb>", "<feeling>", "<preposition>", "<possessive>", "<verb>"})
    | word_set("patient kind honest open aware gentle careful mindful firm consistent supportive clear direct polite")
    | word_set("prepared ready yourself proud nice respectful present strong brave good better sure assertive"),
    "have": word_set("some your you him her them someone people fun faith patience more less regular no yourself"),
    "know": word_set("your when what how that about"),
    "feel": frozenset({"free"}),
    "think": word_set("about of back ahead outside twice positive carefully long what how like hard through"),
    "believe": frozenset({"in", "that"}),
    "understand": word_set("that what why how your the"),
    "remember": word_set("to that it they you your there he she this these"),
    "find": word_set("a an some someone something your the out other another time ways people things what local"),
    "trust": frozenset({"your", "yourself", "the", "that", "in", "it", "him", "her", "them"}),
    "love": frozenset({"yourself", "your"}),
    "value": frozenset({"yourself", "your"}),
    "care": frozenset({"for", "about"}),
}  # fmt: skip
THINGS_TO_HAVE = word_set(
    "chat talk conversation look go discussion plan drink glass cup snack meal bath shower routine schedule list think "
    "break rest nap friend meeting word good nice great drawer box place set special serious frank honest quiet"
)
# Behind "don't" these tell what somebody does not know, have or think.
SAID_OF_ONESELF = word_set("know have see care remember understand believe need want like mean get work live love")
# Verbs and nouns that stand as verbs before any preposition, and what else makes one of the others a verb there.
BEFORE_PREPOSITIONS = word_set(
    "act call check commit deal focus live look move start stay stop talk turn vent progress return switch adhere"
)
PLACES = word_set("in on over along through around")
ORDERED_THERE = word_set("your yourself it them him her this that") | {"<-ing>"}
NO_OBJECTS = word_set("all no both such what which")
# A tale goes on with these without a change of form: "He got up, shut the window".
SAME_IN_THE_PAST = word_set(
    "shut put set cut hit let read quit hurt spread cast split beat bet burst cost rid shed lay "
    "fell found felt saw wound bound ground left thought"
)
NARRATORS = word_set("i we he she they it")
READERS = word_set("you your yourself nobody")
# Behind a comma these lead to a bare verb only where it orders.
# What stands behind these and a colon is to be done.
HEADERS = word_set("recs recommendations advice goals actions todo instructions homework targets tasks priorities")
NOT_YET = word_set("none nil unchanged see pending unclear unknown not")
LATEST_HEADER = 5
TURNS_TO_ORDERS = word_set("so please just simply instead kindly next")
THEN = word_set("then please instead just")
TELLING = frozenset({"<past>", "<pronoun>", "<auxiliary>", "me", "us"})
REASSURED = word_set("worry fret panic stress sweat")
FORBIDDEN_FEELINGS = word_set("about of too you bad guilty obliged obligated pressured") | {"<feeling>"}
CONDITIONS = word_set("if when once whenever unless")
SHORTEST_CONDITION = 3
ORDERED_OBJECTS = word_set("him her them yourself your")
NO_RUN_ON = frozenset(
    {"<pronoun>", "<modal>", "<auxiliary>", "<adverb>", "<determiner>", "<possessive>", "<conjunction>", "<lead-in>"}
    | {"to", "not", "who", "that", "which", "{help}", "{make}", "{let}", "people", "go", "come"}
)
