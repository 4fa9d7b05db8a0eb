"""Stage A: the closed word lists by which `number_clauses` and `reality` read a clause. Folded; data only."""

from __future__ import annotations

from generation.pipeline.reading.word_set import word_set

FIRST = word_set("i we")
OTHERS = word_set(
    """
    he she they you who someone somebody anyone anybody everyone everybody nobody people whoever yall
    theyre hes shes youre y'all
    """
)
PEOPLE = word_set(
    """
    son sons daughter daughters kid kids child children baby babies toddler husband wife partner
    boyfriend girlfriend bf gf fiance fiancee mom mum mommy mummy mother mama ma dad father papa daddy
    parents parent sister sisters sis brother brothers bro sibling siblings grandma grandpa
    grandmother grandfather granny gran nan nana grandad grandson granddaughter grandparents aunt
    auntie uncle cousin cousins niece nephew friend friends bestie roommate flatmate housemate
    roommates colleague colleagues coworker coworkers boss manager therapist doctor coach counselor
    counsellor psychiatrist psychologist nurse teacher teachers professor neighbor neighbour neighbors
    neighbours dog dogs cat cats puppy kitten pet pets horse ex patient patients client clients
    student students man men woman women guy guys girl girls boy boys lady twin twins team family
    hubby hubs spouse stepson stepdaughter stepdad stepmom mil fil inlaws person crowd doc gp trainer
    """
)
# "my watch says 6 h", "the doctor's scale": what measures the writer.
DEVICES = word_set("watch fitbit app garmin oura scale scales tracker phone whoop ring thermometer monitor")
DETERMINERS = word_set(
    """
    a an the my our this that these those some any every each no another his her their your its both
    all whole little big old new own entire dear poor younger older elder youngest oldest best good
    close
    """
)
PREPOSITIONS = word_set(
    """
    with without to at for from by about of on in near into onto around over through after before
    during since until than like against beside next behind under toward towards among between via
    called calling met meeting saw seeing visited visiting told telling helped helping
    """
)
TIMES = word_set(
    """
    today yesterday tonight morning evening afternoon night noon midday monday tuesday wednesday
    thursday friday saturday sunday mon tue wed thu fri sat sun weekend now lately later earlier
    afterwards afterward last this early late again then first also there here home day daytime
    january february march april june july august september october november december o'clock
    """
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
    """
)
