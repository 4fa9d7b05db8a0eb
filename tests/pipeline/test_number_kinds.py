"""Kinds of entries in which numbers are logged without a sentence around them, and of frames in which they are no log."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.numbers.finder import find_numbers
from generation.pipeline.reading.sentences import split_sentences


def labels_in(text: str) -> list[tuple[str, str | None]]:
    return [(found.text, found.label) for found in find_numbers(text, split_sentences(text))]


EMOJI = [
    ("😴 7h 💧 1.5L 👣 8200", [("7h", "sleep"), ("1.5L", "water"), ("8200", "steps")]),
    ("😴5h ☕3 🚬10", [("5h", "sleep"), ("3", "coffee"), ("10", "cigarettes")]),
    ("mood 🙂 7 energy ⚡ 4", [("7", "mood"), ("4", "energy")]),
    ("☕ x3", [("3", "coffee")]),
    ("🍺: 2", [("2", "alcohol")]),
    ("🏃🏽‍♀️ 5k", [("5k", "run")]),
    ("🏃 25 min", [("25 min", None)]),
    ("🏃 0 min 😴 7h", [("0 min", None), ("7h", "sleep")]),
    ("🧘 10 min", [("10 min", None)]),
    ("🏃 5k 🧘 10 min", [("5k", "run"), ("10 min", None)]),
    ("squats 50 💪", [("50", "squat")]),
]
LAYOUTS = [
    ("water 6 glasses / coffee 2 / mood 7", [("6 glasses", "water"), ("2", "coffee"), ("7", "mood")]),
    ("anx 5 dep 6 irritab 7 sleep 5.5", [("5", "anx"), ("6", "dep"), ("7", "irritab"), ("5.5", "sleep")]),
    ("1) sleep 6h 2) mood 4 3) pain 3", [("6h", "sleep"), ("4", "mood"), ("3", "pain")]),
    ("IBS: bloating 6, cramps 4", [("6", "bloating"), ("4", "cramp")]),
    ("Mood 1-5: 3", [("3", "mood")]),
    ("Total words on the essay: 640", [("640", "word")]),
    ("Checked glucose: 11.2", [("11.2", "glucose")]),
    ("bench 60kg 5x5", [("60kg", "bench"), ("5x5", "bench")]),
    ("codeine 30mg x2", [("30mg", "codeine")]),
    ("Ibuprofen 400 x2", [("400", "ibuprofen")]),
    ("zopiclone 7.5 slept 6", [("7.5", "zopiclone"), ("6", "sleep")]),
]
CARRIED = [
    ("glucose 6.9, after lunch 9.4", [("6.9", "glucose"), ("9.4", "glucose")]),
    ("Pain AM 3 / PM 6", [("3", "pain"), ("6", "pain")]),
    ("Mood 4 morning, 5 noon", [("4", "mood"), ("5", "mood")]),
    ("Left knee 4/10, right 2/10", [("4/10", "knee"), ("2/10", "knee")]),
    ("HR lying 68, standing 121", [("68", "hr"), ("121", "hr")]),
    ("anxiety from 7 to 4", [("7", "anxiety"), ("4", "anxiety")]),
    ("My anxiety peaked at 9 and settled to 5", [("9", "anxiety"), ("5", "anxiety")]),
    ("Not sleeping 8. Let's say 4.", [("4", "sleep")]),
    ("Took 2 paracetamol at 7 and another 2 at 11", [("2 paracetamol", "paracetamol"), ("2", "paracetamol")]),
    ("My boss sent 14 emails. I answered 3.", [("3", "email")]),
    ("smoked 15, drank 4", [("15", "smoking")]),
    ("Wrote 1,120 words. Deleted 900.", [("1,120 words", "word"), ("900", "word")]),
]
UNDER_A_LABEL = [
    ("Pain: breakfast 3, lunch 5, dinner 6", [("3", "pain"), ("5", "pain"), ("6", "pain")]),
    ("Pain breakfast 3, lunch 5", [("3", "pain"), ("5", "pain")]),
    ("Anxiety: home 3, work 8", [("3", "anxiety"), ("8", "anxiety")]),
    ("Glucose: waking 5.6, pre-lunch 6.1", [("5.6", "glucose"), ("6.1", "glucose")]),
    ("Urges 3 this morning, strongest 8", [("3", "urge"), ("8", "urge")]),
    ("mood yest 4, today 5", [("5", "mood")]),
    ("Gym: bench 50, squat 70", [("50", "bench"), ("70", "squat")]),
]
PROSE = [
    ("mood is a hard 4", [("4", "mood")]),
    ("Mood wise a 6", [("6", "mood")]),
    ("If I had to score my mood, 3.", [("3", "mood")]),
    ("On the anxiety front, 7.", [("7", "anxiety")]),
    ("the day was a 5", [("5", "day")]),
    ("my heart went 110", [("110", "pulse")]),
    ("The scales say 64.1", [("64.1", "weight")]),
    ("I'm 68.3 kg now", [("68.3 kg", "weight")]),
    ("128/82 this morning", [("128/82", "blood pressure")]),
    ("pulse after the stairs 120", [("120", "pulse")]),
    ("urge to drink 7/10", [("7/10", "urge to drink")]),
    ("increased sertraline to 150", [("150", "sertraline")]),
]
ACTS = [
    ("tidied for 20 min", [("20 min", "tidied")]),
    ("checked the door 14 times", [("14 times", "checked")]),
    ("walked the dog 2x", [("2x", "walk")]),
    ("put in 3 hours on the essay", [("3 hours", "essay")]),
    ("in bed for 14 hours", [("14 hours", "bed")]),
    ("went through 4 cans of cider", [("4 cans", "cider")]),
    ("dog walk 35 min", [("35 min", "walk")]),
]
SINGLE_THINGS = [
    ("5 veg with dinner", [("5 veg", "veg")]),
    ("had 2 toast, 1 yoghurt", [("2 toast", "toast"), ("1 yoghurt", "yoghurt")]),
    ("0 regrets. 0 phone.", [("0 regrets", "regret"), ("0 phone", "phone")]),
    ("vape 3 pods", [("3 pods", "vape")]),
    ("2 glasses merlot and a bath", [("2 glasses", "merlot")]),
    ("chocolate 3 squares", [("3 squares", "chocolate")]),
    ("Right ovary 8 follicles", [("8 follicles", "follicle")]),
    ("vomited x4, cried x2", [("4", "vomited"), ("2", "cried")]),
    ("1h piano, 45 mins hoovering", [("1h", "piano"), ("45 mins", "hoovering")]),
]
FIELDS = [
    ("M: 6 E: 4 S: 7.5", [("6", "m"), ("4", "e"), ("7.5", "s")]),
    ("Alcohol (units): 3. Sleep (hrs): 7", [("3", "alcohol"), ("7", "sleep")]),
    ("water - 2 litres / steps - 4k / fruit - 3", [("2 litres", "water"), ("4k", "steps"), ("3", "fruit")]),
    ("steps=11204 floors=9", [("11204", "steps"), ("9", "floor")]),
    ("sleep_hours: 6, caffeine_mg: 180", [("6", "sleep"), ("180", "caffeine")]),
    ("Mood AM 3 PM 6", [("3", "mood"), ("6", "mood")]),
    ("Hope? 5. Mood? 6.", [("5", "hope"), ("6", "mood")]),
    ("Pacing: upright 3h20", [("3h20", "upright")]),
    ("Nightmares: 2.", [("2", "nightmare")]),
    ("SUDS 80 to 45", [("80", "suds"), ("45", "suds")]),
    ("2.75L water 165g protein 82.6 bw", [("2.75L", "water"), ("165g", "protein"), ("82.6", "weight")]),
    ("iron 200mg alt days", [("200mg", "iron")]),
]
MOVED = [
    ("SUDS started at 85", [("85", "suds")]),
    ("My anxiety has dropped to a 3.", [("3", "anxiety")]),
    ("Weight unchanged at 90.3", [("90.3", "weight")]),
    ("cut screen time to 2h50", [("2h50", "screen time")]),
    ("heart racing at 120", [("120", "pulse")]),
    ("Ringing in ears 8/10", [("8/10", "ringing")]),
    ("Back pain 7, knee pain 4", [("7", "back pain"), ("4", "knee pain")]),
    ("felt anxious, maybe a 6", [("6", "anxious")]),
    ("got 68% on the mock", [("68%", "mock")]),
    ("hope 1, dread 8", [("1", "hope"), ("8", "dread")]),
    ("heart 9/10 for effort", [("9/10", "heart")]),
    ("output 900ml", [("900ml", "output")]),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*EMOJI, *LAYOUTS, *CARRIED, *UNDER_A_LABEL, *PROSE, *ACTS, *SINGLE_THINGS, *FIELDS, *MOVED],
)
def test_reads_the_numbers_of_an_entry_with_what_they_measured(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert labels_in(text) == expected


UNLABELLED = [
    "BP fine (Derek: 120 over 75)",
    "Baby: feeds 8, nappies 6",
    "my 3 year old slept 11 hours",
    "Let the dog walk 2 km",
    "Fell asleep on the sofa at 8",
    "migraine hit at 2",
    "Walked to the 24h shop",
    "rang 999",
    "The film was a 7/10",
    "pollen index 11",
    "Dose stays 800mg",
    "G&T x2",
    "I'm 43, feel 80",
    "seizure free 12 days",
    "1. shower 2. eat 3. email Tom",
    "70.2 (-0.6). OMAD day.",
    "married 11 years today",
    "The pool is 25 m",
    "The walk is 5 miles",
    "The film was 3 hours long",
    "1,000 piece puzzle started",
    "slept2+3+1.5 hours",
    "Therapy session 14",
    "fluid allowance 1000 ml",
    "I've got 3 exams next week",
    "Pharmacy closes 6",
    "I took 10 mg instead of 5",
    "slept in 3 pieces",
    "hungry at 4",
    "nervous 10 minutes before",
    "flight BA 284",
    "5 stars, would eat again",
]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Mood 6/10 -2 outside", "6/10"),
        ("Mounjaro 5mg jab. 78.9kg", "5mg"),
        ("Woke up 4x in the night, up at 6", "4x"),
        ("craving 7, waited 15 min, 3", "7"),
        ("sleep 6h. today: 94.2", "6h"),
        ("steps 2,300 limit 3,000", "2,300"),
        ("pred 15mg today, 12.5 from Monday", "15mg"),
        ("bike 40k avg 27", "40k"),
    ],
)
def test_a_number_of_another_thing_takes_no_label_of_the_one_before(text: str, kept: str) -> None:
    labelled = dict(labels_in(text))
    assert labelled[kept] is not None
    assert set(labelled.values()) <= {None, labelled[kept], "wait"}
    assert all(labelled.get(other) is None for other in ("-2", "78.9kg", "6", "3", "94.2", "3,000", "12.5", "27"))


@pytest.mark.parametrize("text", UNLABELLED)
def test_labels_no_number_that_is_not_the_writers_log(text: str) -> None:
    assert {label for _, label in labels_in(text)} <= {None}
