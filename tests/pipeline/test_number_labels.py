"""What a number measured: only from the writer's own words of the same message, never guessed."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.numbers.finder import find_numbers
from generation.pipeline.canonicalizer.numbers.label_words import FIXED_LABELS
from generation.pipeline.reading.sentences import split_sentences
from generation.pipeline.reading.words import stem, tokens


def labels_in(text: str) -> list[tuple[str, str | None]]:
    return [(found.text, found.label) for found in find_numbers(text, split_sentences(text))]


LABELLED = [
    # beside the number
    ("Slept 6 h", [("6 h", "sleep")]),
    ("I only slept about 6 h", [("6 h", "sleep")]),
    ("Sleep: 6 h", [("6 h", "sleep")]),
    ("my sleep was 6 h", [("6 h", "sleep")]),
    ("Mood 6/10", [("6/10", "mood")]),
    ("mood today was about a 6", [("6", "mood")]),
    ("Mood: 6, energy 4, anxiety 7", [("6", "mood"), ("4", "energy"), ("7", "anxiety")]),
    ("7/10 mood, 4/10 energy", [("7/10", "mood"), ("4/10", "energy")]),
    ("Today's mood 6/10", [("6/10", "mood")]),
    ("stress level: 7", [("7", "stress")]),
    ("morning mood 4, evening mood 7", [("4", "mood"), ("7", "mood")]),
    ("6 h of sleep", [("6 h", "sleep")]),
    ("20 min walk, 6h sleep", [("20 min", "walk"), ("6h", "sleep")]),
    ("Went for a 20 min walk", [("20 min", "walk")]),
    ("Sleep 6h walk 4 km", [("6h", "sleep"), ("4 km", "walk")]),
    ("20 min yoga session", [("20 min", "session")]),
    ("two hours of deep sleep", [("two hours", "deep sleep")]),
    ("deep sleep 1h20", [("1h20", "deep sleep")]),
    ("sleep quality 7/10", [("7/10", "sleep quality")]),
    ("screen time 4h 32m", [("4h 32m", "screen time")]),
    ("Weighed 70.2 kg", [("70.2 kg", "weight")]),
    ("BP 120/80, pulse 62", [("120/80", "blood pressure"), ("62", "pulse")]),
    ("blood pressure was 120/80", [("120/80", "blood pressure")]),
    ("Steps: 10,432", [("10,432", "steps")]),
    ("Feeling 4/10", [("4/10", "feeling")]),
    ("Spent 3 h on the phone", [("3 h", "phone")]),
    ("Meeting lasted 2 h", [("2 h", "meeting")]),
    ("Worked out 45 min", [("45 min", "working out")]),
    ("Ran 5 km in 28:30", [("5 km", "run"), ("28:30", "run")]),
    ("managed to sleep 6 h", [("6 h", "sleep")]),
    ("I had to walk 5 km", [("5 km", "walk")]),
    ("can't believe I slept 10 h", [("10 h", "sleep")]),
    ("could only sleep 4 h", [("4 h", "sleep")]),
    ("My watch says I slept 6 h", [("6 h", "sleep")]),
    ("We walked 5 km", [("5 km", "walk")]),
    ("Today: slept 6 h", [("6 h", "sleep")]),
    ("barely slept 3 h", [("3 h", "sleep")]),
    ("Tom and I ran 5 km", [("5 km", "run")]),
    ("Me: slept 4 h", [("4 h", "sleep")]),
    ("Overall mood 6/10", [("6/10", "mood")]),
    ("Back pain 4/10", [("4/10", "back pain")]),
    ("I slept 6 h while he slept 8 h", [("6 h", "sleep")]),
    ("Mood 4 between naps and 6 at night", [("4", "mood"), ("6", "mood")]),
    # nothing of what is timed needs no unit
    ("Exercise 0", [("0", "exercise")]),
    ("exercise: 0, screen time 0", [("0", "exercise"), ("0", "screen time")]),
    ("mood 5 | phone = 0", [("5", "mood"), ("0", "phone")]),
    ("Did exercise 3 in the book", []),
    ("Phone 0 messages", [("0 messages", "message")]),
    ("Drinks: 0", [("0", "drink")]),
    ("Alcohol 1 unit", [("1 unit", "alcohol")]),
    ("Watched TV 3 h", [("3 h", "tv")]),
    ("I run 5 km today", [("5 km", "run")]),
    # the verb before it
    ("walked with my dog for 20 min", [("20 min", "walk")]),
    ("Walk with the dog 20 min", [("20 min", "walk")]),
    ("Talked to my sister for 20 min", [("20 min", "talk")]),
    ("Ran 5 km with Tom", [("5 km", "run")]),
    ("Anxiety was really bad at work today 8/10", [("8/10", "anxiety")]),
    ("knee 6/10 after all those stairs", [("6/10", "knee")]),
    ("Tinnitus 3/10 this morning", [("3/10", "tinnitus")]),
    ("woke up 3 times", [("3 times", "waking")]),
    # things counted, held, and names with a value
    ("Had 3 coffees and 2 panic attacks", [("3 coffees", "coffee"), ("2 panic attacks", "panic attack")]),
    ("Read 20 pages", [("20 pages", "page")]),
    ("10k steps", [("10k steps", "steps")]),
    ("6 tomatoes today", [("6 tomatoes", "tomato")]),
    ("ate 3 cookies", [("3 cookies", "cookie")]),
    (
        "had 2 pairs of shoes, 3 berries, 4 sandwiches",
        [("2 pairs", "pair"), ("3 berries", "berry"), ("4 sandwiches", "sandwich")],
    ),
    ("drank 2 l of water", [("2 l", "water")]),
    ("2 cups of strong coffee", [("2 cups", "coffee")]),
    ("3 glasses wine", [("3 glasses", "wine")]),
    ("3 h of crying", [("3 h", "crying")]),
    ("Took 50 mg sertraline", [("50 mg", "sertraline")]),
    ("Tinnitus 3/10", [("3/10", "tinnitus")]),
    ("Squats 3 x 20", [("3 x 20", "squat")]),
    # the topic of a number that stands alone
    ("Couldn't sleep, anxious about the talk with my manager. Maybe 5.5 h.", [("5.5 h", "sleep")]),
    ("Couldn't sleep. Ugh. Maybe 5.5 h.", [("5.5 h", "sleep")]),
    ("5 h. Slept badly.", [("5 h", "sleep")]),
    ("Mood not great, 4/10", [("4/10", "mood")]),
    ("Energy low (3/10), mood okay (6/10)", [("3/10", "energy"), ("6/10", "mood")]),
    ("Mood 4/10 in the morning, 6/10 by evening", [("4/10", "mood"), ("6/10", "mood")]),
    ("Had a panic attack, about 10 min long", [("10 min", "panic attack")]),
    ("yoga (20 min)", [("20 min", "yoga")]),
    ("Run 5 km, 28 min", [("5 km", "run"), ("28 min", "run")]),
    ("Went for a run. 5 km in 28 min.", [("5 km", "run"), ("28 min", "run")]),
    ("Not anxious today. Called my sister, she was upset. Mood 7/10", [("7/10", "mood")]),
    ("Partner slept 8 h. I slept 4 h.", [("4 h", "sleep")]),
    ("The kids slept 10 h, I slept 4 h", [("4 h", "sleep")]),
    ("My son slept 10 h and I slept 6 h", [("6 h", "sleep")]),
    ("Planned to walk 5 km, walked 3 km", [("3 km", "walk")]),
    ("I didn't run but walked 3 km", [("3 km", "walk")]),
    ("No breakfast, 2 coffees", [("2 coffees", "coffee")]),
    ("not 8 h but 5 h of sleep", [("5 h", "sleep")]),
    # the writer's note behind a sentence about somebody else
    ("My son is sick. Slept 10 h.", [("10 h", "sleep")]),
    ("Baby 4.10 kg today. Slept 4h. Happy.", [("4h", "sleep")]),
    ("Our team lost again. Slept 3 h", [("3 h", "sleep")]),
    ("Partner snored, slept 4 h", [("4 h", "sleep")]),
    ("Husband away, slept 8 h", [("8 h", "sleep")]),
    # one thing, one label
    ("Pain 8/10", [("8/10", "pain")]),
    ("pain 6", [("6", "pain")]),
    ("pain was a 5 today", [("5", "pain")]),
    ("pain down to 3", [("3", "pain")]),
    ("pain went from 7 to 2", [("7", "pain"), ("2", "pain")]),
    ("Pain's about a 4", [("4", "pain")]),
    ("bp 131/84", [("131/84", "blood pressure")]),
    ("Cigs: 9", [("9", "cigarettes")]),
    ("9 870 steps", [("9 870 steps", "steps")]),
    # ratings in prose
    ("anxiety is like a 2, I'd say", [("2", "anxiety")]),
    ("my mood would be a 6 I'd say", [("6", "mood")]),
    ("a 6 for mood, 4 for energy", [("6", "mood"), ("4", "energy")]),
    ("mood hovering around 4", [("4", "mood")]),
    ("on a scale of 1 to 10 my stress is an 8", [("8", "stress")]),
    # names and fields of the writer's own
    ("PHQ-9: 14", [("14", "phq-9")]),
    ("GAD7 was 9 this time", [("9", "gad7")]),
    ("Scored 12 on the PHQ-9", [("12", "phq-9")]),
    ("deep_work: 4 h", [("4 h", "deep_work")]),
    ("deep work: 4 h", [("4 h", "deep work")]),
    ("pain_am: 6\npain_pm: 4", [("6", "pain_am"), ("4", "pain_pm")]),
    ("Naps: 2", [("2", "nap")]),
    ("Guitar 25 min, Spanish 15 min", [("25 min", "guitar"), ("15 min", "spanish")]),
    ("Ferritin came back 11, hb 10.9.", [("11", "ferritin"), ("10.9", "hb")]),
    ("Night sweats: 2", [("2", "night sweat")]),
    ("mood:4;sleep:6,5;steps:5321", [("4", "mood"), ("6,5", "sleep"), ("5321", "steps")]),
    ("Coffee x2, tea x 1", [("2", "coffee"), ("1", "tea")]),
    ("My day was 6/10", [("6/10", "day")]),
    ("Wrote 500 words", [("500 words", "word")]),
    # doses
    ("Sertraline 50mg -> 75mg", [("50mg", "sertraline"), ("75mg", "sertraline")]),
    ("Reduced quetiapine from 200 mg to 150 mg", [("200 mg", "quetiapine"), ("150 mg", "quetiapine")]),
    ("Fish oil 1 g, zinc 25 mg", [("1 g", "fish oil"), ("25 mg", "zinc")]),
    ("2 puffs salbutamol", [("2 puffs", "salbutamol")]),
    ("Took 2 diazepam", [("2 diazepam", "diazepam")]),
    # two values of one sentence, and what a note leaves out
    ("Mood 3/10 before, 8/10 after", [("3/10", "mood"), ("8/10", "mood")]),
    ("Anxiety: 8 → 5 → 3", [("8", "anxiety"), ("5", "anxiety"), ("3", "anxiety")]),
    ("BP 138/86, 141/90 and 129/84", [(each, "blood pressure") for each in ("138/86", "141/90", "129/84")]),
    ("slept about 6 hrs, maybe 6.5", [("6 hrs", "sleep"), ("6.5", "sleep")]),
    ("Her mood is a 3, mine's an 8", [("8", "mood")]),
    ("Jenny says her pain is 6/10. Mine: 2/10.", [("2/10", "pain")]),
    ("Want to sleep 8h for once. Got 5.", [("5", "sleep")]),
    ("Didn't do my 10000 steps. 4200 at most", [("4200", "steps")]),
    ("Mood better after the swim (1 km)", [("1 km", "swim")]),
    ("ran 5 km, 28:30", [("5 km", "run"), ("28:30", "run")]),
]


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_labels_a_number_by_the_words_of_its_message(text: str, expected: list[tuple[str, str]]) -> None:
    assert labels_in(text) == expected


@pytest.mark.parametrize("text", [text for text, _ in LABELLED])
def test_the_stem_of_a_label_stands_in_the_sentence_it_names(text: str) -> None:
    sentences = split_sentences(text)
    for found in find_numbers(text, sentences):
        assert found.label is not None
        assert found.label_sentence is not None
        start, end = sentences[found.label_sentence]
        if found.label not in FIXED_LABELS:
            typed = {stem(token.text) for token in tokens(text[start:end])}
            assert {stem(token.text) for token in tokens(found.label)} <= typed


def test_names_the_earlier_sentence_a_label_comes_from() -> None:
    text = "Couldn't sleep, anxious about the talk. Maybe 5.5 h."
    (found,) = find_numbers(text, split_sentences(text))
    assert found.label_sentence == 0


@pytest.mark.parametrize(
    "text",
    [
        # denied
        "didn't sleep 8 h", "I did not sleep 8 h", "haven't slept 8 h in weeks", "never slept 8 h",
        "not 8 h of sleep",
        "Don't think I slept 8 h", "I don't think I slept 8 h", "no 3 coffees today", "couldn't sleep more than 4 h",
        "without 3 coffees I can't function", "Neither slept 8 h nor ran 5 km", "cant sleep 8 h", "Mood isn't 6/10",
        "Never again 3 beers", "Not even 2 h of sleep", "couldn't sleep for 2 h", "instead of 8 h",
        # another's
        "my son slept 10 h", "My son finally slept 10 h", "So glad my son slept 10 h", "he ran 5 km",
        "She slept 10 h",
        "They walked 5 km", "You walked 5 km", "Dad's BP 140/90", "mom's blood pressure was 150/90",
        "his mood was 3/10",
        "her weight is 60 kg", "my son had a fever of 39.2 °C", "The baby slept 5 h", "The dog walked 2 km",
        "He slept 10 h and ran 5 km", "watched my son run 5 km", "Let the dog walk 2 km", "mood of my son 3/10",
        "My husband worked 12 h today", "Everyone slept 8 h except me", "My therapist says 8 h is normal",
        "Mom told me she walked 10k steps", "my son said he slept 10 h", "his 3 coffees", "He said “slept 10 h”",
        "My friend ran 10 km in 50 min",
        # wished, planned, conditional
        "want to run 10 km", "I wanted to sleep 8 h", "need 8 h of sleep", "should sleep 8 h", "goal: 10k steps",
        "Goals - sleep 8 h, 10k steps", "My plan: sleep 8 h, walk 5 km", "Plan for tomorrow: 8 h sleep, 10k steps",
        "trying to walk 10k steps", "tried to sleep 8 h", "I will run 5 km", "I'll run 5 km", "gonna run 5k",
        "going to run 5 km", "Tomorrow 10 km run", "I'd sleep 8 h if I could", "I wish I had slept 8 h",
        "Todo: run 5 km",
        "If I sleep 8 h I feel fine", "If it rains, I run 5 km", "I hope to sleep 8 h", "Let's run 5 km",
        "Would love to sleep 8 h", "I might have slept 5 h", "want to sleep 8 h and walk 5 km", "used to run 10 km",
        "Doctor prescribed 50 mg", "8 h sleep goal", "10 km run planned", "dreamt I slept 10 h",
        "must drink 2 l of water",
        "almost ran 5 km", "no way I slept 8 h", "8 h of sleep would be nice", "Husband: slept 8 h",
        "He weighs 80 kg",
        "Met a guy who ran 10 km", "The man next to me ran 10 km", "Our team ran 10 km",
        "Sleep for my son was 10 h", "Leo's fever 39.5",
        "Supposed to take 20 mg", "bet I sleep 4 h tonight", "no time for my 30 min run", "Read that 8 h is ideal",
        "Mia's PHQ-9 was 20", "my sister's on 50 mg", "kids: 10h", "Dreamed the scale said 45 kg",
        "Did not take\n20 mg sertraline", "[ ] 10 min yoga", "☐ 2 l water", "❌ 2 l water", "~~slept 8 h~~",
        # asked, or a point in time
        "Did I sleep 8 h?", "Who sleeps 8 h?", "How do people sleep 8 h?", "2 h ago I ate", "in 3 days", "5 min left",
        "the last 2 weeks", "next 3 days", "20 min until asleep",
    ],
)  # fmt: skip
def test_leaves_out_what_the_writer_did_not_do(text: str) -> None:
    assert labels_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # whose is not sure
        "Tom slept 10 h", "Today Anna ran 5 km", "Saw Tom run 5 km", "Anna: slept 6 h", "Peter: mood 3/10",
        "Mood (Peter) 3/10", "sleep (son): 10 h",
        "She said I slept 10 h", '"I slept 10 h" he said', "tell my coach I slept 10 h",
        "Anna and Tom ran 5 km", "My son was restless. 3 h.",
        "Sleep for Leo 10 h", "Fever 39.5 (Leo)", "Leo fever 39.5", "weighs 80 kg",
        "skipped my 5 km run", "failed to sleep 8 h", "thought I slept 5 h", "missed 2 sessions",
        # how much, or when, is not said
        "Slept 2 h more than usual", "slept 2 h extra",
        "I usually sleep 8 h", "I sleep 6 h these days", "I run 5 km", "average sleep 6 h", "sleep 6 h on average",
        "ran 5 km every day", "ran 20 km this week", "last week I slept 5 h a night", "As a baby I slept 12 h",
        "worked 50 hour weeks", "My mood has been around 5/10 all week", "It feels like I slept 2 h", "lost 2 kg",
        "Weight -2 kg", "10 min late",
        "sugar was between 110 and 150 all day", "slept between 5 h and 6 h", "Walked between 30 and 40 min",
        # a price is no log of the day
        "spent €12 on lunch", "Coffee 3,50 €", "Taxi £14",
        # forgotten, skipped, of another day, of several, a share
        "Forgot my 20 mg sertraline", "skipped the 5mg olanzapine", "bailed on the 5 km run",
        "Yesterday I slept 4 h", "slept 4 h yesterday", "On Monday I ran 5 km", "in March I weighed 80 kg",
        "ten years ago I slept 9 h", "in 2019 I weighed 80 kg", "over the summer I ran 40 km",
        "slept 5 h of the 12 h in bed", "slept 8 hours in 3 days",
        # another's by a name alone, the weather
        "Anna: 6/10", "Tom 7/10 today", "Dr Lee: 20 min", "Temperature outside 31 degrees",
        # taken back, or in another's words
        "I slept 9 h. In my dream.", "Mum texted: I slept 3 h again",
        # a day counted off, a difference
        "Day 3: 4/10", "31 days sober", "214 days clean",
        # what it measured is not said
        "5.5 h", "slept6 7 h", "Woke up after 4 h", "fell asleep after 30 min",
        "talked about work. 2 h.", "after work 2 h",
        "Took 2 h to fall asleep", "It took 2 h", "Slept and worked. 6 h.", "Want to sleep. 8 h.",
        "3 friends came over",
        "3 nights without sleep", "5 days sober", "Bad night. 4 h.", "6/10 today",
        "Couldn't sleep. My neighbour had a loud party. 3 h.", "running 10 min late", "I have 2 sons",
        # not in English
        "Ich habe 8 Stunden geschlafen und bin trotzdem müde", "Heute Mood 6/10 und sehr müde, aber es geht mir gut",
    ],
)  # fmt: skip
def test_leaves_a_number_without_label_when_in_doubt(text: str) -> None:
    assert {label for _, label in labels_in(text)} == {None}


def test_a_second_number_does_not_take_the_label_of_the_first() -> None:
    assert labels_in("Slept 6 h. Bad dreams. 2 h.") == [("6 h", "sleep"), ("2 h", None)]


def test_kilometres_and_hours_of_one_run_are_of_different_dimensions() -> None:
    text = "Ran 5 km in 28 min"
    assert [(f.label, f.dimension) for f in find_numbers(text, split_sentences(text))] == [
        ("run", "distance"),
        ("run", "duration"),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Energy: 3\nI had two.", ["3"]),
        ("Energy: 3\nI had 2.", ["3"]),
        ("Energy 3. Got two.", ["3"]),
        ("Energy 3 | water 1 l\nToday two", ["3", "1 l"]),
        ("Energy 3\nMade it to seven.", ["3"]),
        ("Slept 6 h\nI had four.", ["6 h"]),
        ("Tea: 1\nI had two.", ["1"]),
        ("Steps 5,100\nTwo steps back.", ["5,100"]),
        ("Steps: 5,100\nOne small step forward, 2 steps back", ["5,100"]),
        ("Steps 5,100. Three steps from the door I turned round.", ["5,100"]),
        # what goes on about the value
        ("Anxiety six, after lunch three", ["six", "three"]),
        ("Hope? Five.", ["Five"]),
        ("My wife slept 9 h. I got five.", ["five"]),
        ("Answered 14 calls. I missed three.", ["14 calls"]),
        ("Had 14 calls. I answered three.", ["14 calls", "three"]),
        ("I did two thousand steps", ["two thousand steps"]),
        ("8000 steps to work and back", ["8000 steps"]),
    ],
)
def test_a_number_of_the_prose_behind_a_note_is_none_of_its_values(text: str, values: list[str]) -> None:
    assert [typed for typed, label in labels_in(text) if label] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Yesterday: breakfast 210 kcal, lunch 400 kcal, supper 520 kcal", []),
        ("Slept 7 h. Yesterday: lunch 400 kcal, dinner 520 kcal.", ["7 h"]),
        ("Slept 7 h | Yesterday: lunch 400 kcal, dinner 520 kcal", ["7 h"]),
        ("Yesterday - mood 4, energy 3", []),
        ("Yesterday's numbers: mood 4, energy 3", []),
        ("Yesterday was a write-off: slept 11 h, 2 beers", []),
        ("Yesterday lunch 400 kcal, dinner 520 kcal", []),
        ("Worked late. Yesterday we walked 5 km and had 3 beers.", []),
        ("Yesterday:\n- mood 4\n- energy 3\n\nMood 6", ["6"]),
        ("Yesterday mood 4, energy 3, today 6", ["6"]),
        ("Yesterday: mood 4. Today: mood 6, slept 7 h", ["6", "7 h"]),
        ("Yesterday I ran 5 km. Mood 6/10.", ["6/10"]),
        ("Yesterday was bad. Slept 6 h.", ["6 h"]),
        ("Mood 4 (yesterday 6), energy 3", ["4", "3"]),
        ("Monday: mood 3, energy 4", ["3", "4"]),
        ("I saw her yesterday\nSlept 6 h", ["6 h"]),
    ],
)
def test_a_list_that_begins_with_another_day_claims_nothing_for_its_entry(text: str, values: list[str]) -> None:
    assert [typed for typed, label in labels_in(text) if label] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Urge smoke 4  Urge SH 2  Urge quit school 0",
            [("4", "urge smoke"), ("2", "urge sh"), ("0", "urge quit school")],
        ),
        ("urge to smoke 3/10, urge to cut 6/10", [("3/10", "urge to smoke"), ("6/10", "urge to cut")]),
        ("urges to self-harm: 3", [("3", "urges to self-harm")]),
        ("my urge to smoke was 7", [("7", "urge to smoke")]),
        ("urge to smoke today 3/10", [("3/10", "urge to smoke")]),
        ("Bad urge to smoke. Maybe 7.", [("7", "urge to smoke")]),
        ("craving crisps 3 craving beer 6", [("3", "craving crisps"), ("6", "craving beer")]),
        ("cravings for beer 6 after lunch", [("6", "cravings for beer")]),
        ("pain hip 3 pain jaw 5", [("3", "pain hip"), ("5", "pain jaw")]),
        ("Pain in my left hip 3/10", [("3/10", "pain in my left hip")]),
        ("pain: back 3, hip 5", [("3", "back"), ("5", "hip")]),
        ("worry rent 7 worry health 3", [("7", "worry rent"), ("3", "worry health")]),
        (
            "anxiety about rent 7/10, anxiety about Dad 4/10",
            [("7/10", "anxiety about rent"), ("4/10", "anxiety about dad")],
        ),
        ("fear of heights 6", [("6", "fear of heights")]),
        # No label can be made of an object that stands apart from what it is the object of.
        ("Urges: smoke 5, SH 1", [("5", None), ("1", None)]),
        ("Urge (smoke): 5, urge (SH): 1", [("5", None), ("1", None)]),
        ("Urge - SH 5", [("5", None)]),
        ("had the urge to drink 2 beers", [("2 beers", None)]),
        # What only says when, how much or that it is so is no object.
        ("urge today 3", [("3", "urge")]),
        ("urges after lunch 3", [("3", "urge")]),
        ("urge level 3", [("3", "urge")]),
        ("Urges: morning 3, evening 5", [("3", "urge"), ("5", "urge")]),
        ("Urges: 5, energy 3", [("5", "urge"), ("3", "energy")]),
        ("anxiety about a 7", [("7", "anxiety")]),
        ("anxiety about 7/10", [("7/10", "anxiety")]),
        ("pain in the evening 4/10", [("4/10", "pain")]),
        ("mood am 3, mood pm 6", [("3", "mood"), ("6", "mood")]),
        ("Craving so bad I had 2 beers", [("2 beers", "beer")]),
        ("anxious about chapter three", [("three", None)]),
        ("worried about scoring 6", [("6", None)]),
        ("worried about the bill of 480", [("480", None)]),
        ("worried about the invoice 480", [("480", None)]),
    ],
)
def test_what_a_rating_is_of_belongs_to_its_label(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = dict(labels_in(text))
    assert [(typed, found.get(typed)) for typed, _ in expected] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BG 6am 118", [("118", "bg")]),
        ("BG 6am 118, noon 160, 6pm 188", [("118", "bg"), ("160", "bg"), ("188", "bg")]),
        ("bg 6:30 118", [("118", "bg")]),
        ("Pulse 9 pm 66", [("66", "pulse")]),
        ("Energy 8pm 6/10", [("6/10", "energy")]),
        ("Walk 6pm 25 min", [("25 min", "walk")]),
        ("Sleep 7:30 8/10", [("7:30", "sleep"), ("8/10", None)]),
        ("Sleep 11pm 7", []),
        ("fasting 124", [("124", "fasting")]),
        ("Fasting 109!! slept 7 h", [("109", "fasting"), ("7 h", "sleep")]),
        ("fasting 16", []),
        ("fasting 16 h", [("16 h", "fasting")]),
        ("coffee 3 already", [("3", "coffee")]),
        (
            "Watch: pulse 58 bpm | Sleep 8h 10m | Steps 2,900 | Stress 41 | Readiness 44\nbetter today, went out",
            [("58 bpm", "pulse"), ("8h 10m", "sleep"), ("2,900", "steps"), ("41", "stress"), ("44", "readiness")],
        ),
        ("Calories approx 2,300 (my aunt's birthday)", [("2,300", "calorie")]),
        ("Fever 39.5 (my son's)", [("39.5", None)]),
        ("Five knocks maybe.", [("Five knocks", None)]),
    ],
)
def test_reads_a_measurement_with_a_time_of_day_or_under_a_word_of_another_sense(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert labels_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SPENT: $31", [("$31", "spent")]),
        ("Spent: $0", [("$0", "spent")]),
        ("spent £31 today", [("£31", "spent")]),
        ("I spent £31", [("£31", "spent")]),
        ("roulette 120 €", [("120 €", "roulette")]),
        ("Money diary: 12 € sweets", [("12 €", None)]),
        ("Roulette: 120 €, mood 2", [("120 €", "roulette"), ("2", "mood")]),
        # prices, and what is another's
        ("spent £3 on tea and £20 on a book", [("£3", None), ("£20", None)]),
        ("coffee 3 €", [("3 €", None)]),
        ("Lunch: $12", [("$12", None)]),
        ("Rent: 800 €", [("800 €", None)]),
        ("My sister spent £31", []),
        ("I want to spend £31", []),
    ],
)
def test_reads_money_somebody_keeps_a_log_of_and_no_prices(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert labels_in(text) == expected


@pytest.mark.parametrize("text", ["2026-11-08half 10k", "12.11.2026mood 10k"])
def test_letters_typed_against_a_date_are_no_word(text: str) -> None:
    assert labels_in(text) == [("10k", None)]
