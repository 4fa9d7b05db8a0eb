"""The closed classes of English that every reader of a diary shares: people, pronouns, determiners, negators, modals,
months and number words, folded.

A reader takes a class from here and adds or takes away by name what it alone reads otherwise, so that no two readers
disagree about whose a word is without saying so. Data only. The gate's second reader does not use it.
"""

from __future__ import annotations

from generation.pipeline.reading.word_set import word_set

# --- who ------------------------------------------------------------------------------------------

KIN = word_set(
    """
    mum mums mom moms mother mothers mama mamma mommy mummy mam ma mumma momma mammy dad dads father fathers papa
    pa daddy parent parents brother brothers bro bros sister sisters sis sibling siblings son sons
    daughter daughters kid kids kiddo kiddos child children baby babies newborn infant toddler toddlers bub bubs
    husband hubby hubs wife wifey wives spouse partner fiance fiancé fiancee fiancée boyfriend bf girlfriend gf ex
    grandma grandmas grandpa grandmother grandfather gran granny nan nana nanna grandad granddad grandpas
    grandparent grandparents grandson granddaughter grandsons granddaughters grandchild grandchildren grandkid
    grandkids aunt aunts auntie aunty uncle uncles cousin cousins niece nieces nephew nephews twin twins stepson
    stepdaughter stepdad stepfather stepmom stepmum stepmother stepbrother stepsister stepkids stepparent
    godmother godfather godson goddaughter mil fil bil sil inlaws in-laws mother-in-law father-in-law
    brother-in-law sister-in-law son-in-law daughter-in-law family families relatives teen teens
    teenager teenagers
    """
)
FRIENDS = word_set(
    """
    friend friends mate mates bestie besties bff pal pals buddy buddies roommate roommates roomie flatmate flatmates
    housemate housemates neighbor neighbour neighbors neighbours crush lover classmate classmates teammate teammates
    bandmate girlfriends boyfriends
    """
)
AT_WORK = word_set(
    """
    boss bosses manager managers supervisor colleague colleagues coworker coworkers co-worker co-workers client
    clients customer customers teacher teachers student students pupil pupils professor prof lecturer tutor employee
    employees employer landlord landlady tenant tenants team crew staff trainer
    """
)
CARERS = word_set(
    """
    doctor doctors doc gp therapist therapists coach counselor counsellor counselors counsellors psychiatrist
    psychologist psych nurse nurses midwife dentist surgeon physio physiotherapist psychotherapist consultant carer
    caregiver nanny babysitter sponsor chaplain priest pastor patient patients
    """
)
ANYBODY = word_set(
    """
    person persons folks folk guy guys girl girls boy boys man men woman women lady ladies gentleman dude bloke
    stranger strangers crowd driver drivers
    """
)
ANIMALS = word_set(
    "dog dogs cat cats puppy puppies pup pups kitten kittens pet pets horse pony bunny rabbit hamster parrot"
)

# Nouns for people and animals. Names are no closed class.
PEOPLE = KIN | FRIENDS | AT_WORK | CARERS | ANYBODY | ANIMALS

FIRST_PERSON = word_set("i we")
SUBJECTS_OF_OTHERS = word_set(
    "he she they you who whoever someone somebody anyone anybody everyone everybody nobody people ya yall y'all"
)
OBJECTS_OF_OTHERS = word_set("him her them himself herself themselves yourself others another")
POSSESSIVES_OF_OTHERS = word_set("his her its their your whose")
POSSESSIVES = POSSESSIVES_OF_OTHERS | word_set("my our")

# --- determiners, negators, modals ----------------------------------------------------------------

DETERMINERS = POSSESSIVES | word_set(
    "a an the this that these those some any every each no another such what which many few several both"
)
NEGATORS = word_set(
    "not no never none nothing nobody nowhere neither nor without cannot hardly barely scarcely rarely seldom"
)
# "Not" joined to its verb, with the apostrophe left out.
NEGATED_VERBS = word_set(
    """
    dont didnt doesnt cant couldnt wont isnt wasnt arent werent havent hasnt hadnt wouldnt shouldnt aint
    """
)
MODALS = word_set("can could may might must ought shall should will would")

# --- the calendar and numbers ---------------------------------------------------------------------

MONTHS = word_set("january february march april may june july august september october november december")
SHORT_MONTHS = word_set("jan feb mar apr jun jul aug sep sept oct nov dec")
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
SHORT_WEEKDAYS = word_set("mon tue tues wed thu thur thurs fri sat sun")

ONES = word_set("one two three four five six seven eight nine")
TEENS = word_set("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
TENS = word_set("twenty thirty forty fifty sixty seventy eighty ninety")
LARGE_NUMBERS = word_set("hundred thousand")
