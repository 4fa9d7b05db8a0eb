"""Notations of numbers: what is cut from the text, which part is the number, what it measures, what is no log."""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.numbers.finder import NumberFound, find_numbers
from generation.pipeline.reading.sentences import split_sentences


def numbers_in(text: str) -> tuple[NumberFound, ...]:
    return find_numbers(text, split_sentences(text))


# The message; the number with its unit; the number alone; the unit; the dimension.
NOTATIONS = [
    # scales
    ("Mood 7/10", "7/10", "7/10", None, "scale"),
    ("mood: 6.5/10", "6.5/10", "6.5/10", None, "scale"),
    ("Mood 6,5/10", "6,5/10", "6,5/10", None, "scale"),
    ("mood 7 / 10", "7 / 10", "7 / 10", None, "scale"),
    ("mood 3-4/10", "3-4/10", "3-4/10", None, "scale"),
    ("mood ~7/10", "~7/10", "~7/10", None, "scale"),
    ("Energy 3/5", "3/5", "3/5", None, "scale"),
    ("Wellbeing 70/100", "70/100", "70/100", None, "scale"),
    ("6 out of 10 today", "6 out of 10", "6 out of 10", None, "scale"),
    ("six out of ten", "six out of ten", "six out of ten", None, "scale"),
    ("mood 6 of 10", "6 of 10", "6 of 10", None, "scale"),
    ("Mood ７/10", "７/10", "７/10", None, "scale"),
    ("mood 7／10", "7／10", "7／10", None, "scale"),
    ("10/10", "10/10", "10/10", None, "scale"),
    ("Anxiety 3/4", "3/4", "3/4", None, "scale"),
    # durations
    ("Slept 6 h", "6 h", "6", "h", "duration"),
    ("Slept 6h", "6h", "6", "h", "duration"),
    ("Slept 6H", "6H", "6", "H", "duration"),
    ("Slept 6.50 h", "6.50 h", "6.50", "h", "duration"),
    ("Slept 6,5 h", "6,5 h", "6,5", "h", "duration"),
    ("Slept .5 h", ".5 h", ".5", "h", "duration"),
    ("Slept 7.0 hours", "7.0 hours", "7.0", "hours", "duration"),
    ("Slept 8 hrs.", "8 hrs", "8", "hrs", "duration"),
    ("Slept 6h30", "6h30", "6h30", None, "duration"),
    ("Slept 6 h 30", "6 h 30", "6 h 30", None, "duration"),
    ("Slept 6h30m", "6h30m", "6h30m", None, "duration"),
    ("Slept 6h 30min", "6h 30min", "6h 30min", None, "duration"),
    ("Slept 6 hours and 30 minutes", "6 hours and 30 minutes", "6 hours and 30 minutes", None, "duration"),
    ("Slept 6 hrs, 5 mins", "6 hrs, 5 mins", "6 hrs, 5 mins", None, "duration"),
    ("Plank 1 min 30 s", "1 min 30 s", "1 min 30 s", None, "duration"),
    ("Slept 7h30.", "7h30", "7h30", None, "duration"),
    ("phone 5h03, mostly", "5h03", "5h03", None, "duration"),
    ("0 h of sleep", "0 h", "0", "h", "duration"),
    ("run 1h 2m 33s", "1h 2m 33s", "1h 2m 33s", None, "duration"),
    ("slept 6ish hours", "6ish hours", "6ish", "hours", "duration"),
    ("slept two whole hours", "two whole hours", "two", "hours", "duration"),
    ("Parkrun 29:58", "29:58", "29:58", None, "duration"),
    ("slept 8:30", "8:30", "8:30", None, "duration"),
    ("Sleep: 7:45", "7:45", "7:45", None, "duration"),
    ("slept 8:30 h", "8:30 h", "8:30", "h", "duration"),
    ("Ran 28:30", "28:30", "28:30", None, "duration"),
    ("slept 5-6 h", "5-6 h", "5-6", "h", "duration"),
    ("slept 5–6 h", "5–6 h", "5–6", "h", "duration"),
    ("slept 5 - 6 h", "5 - 6 h", "5 - 6", "h", "duration"),
    ("slept 5 to 6 hours", "5 to 6 hours", "5 to 6", "hours", "duration"),
    ("slept 5 or 6 hours", "5 or 6 hours", "5 or 6", "hours", "duration"),
    ("slept 5h-6h", "5h-6h", "5h-6h", None, "duration"),
    ("slept ~7 h", "~7 h", "~7", "h", "duration"),
    ("slept ≈ 7 h", "≈ 7 h", "≈ 7", "h", "duration"),
    ("slept ca. 7 h", "7 h", "7", "h", "duration"),
    ("slept about 7 h", "7 h", "7", "h", "duration"),
    ("slept <5 h", "<5 h", "<5", "h", "duration"),
    ("slept >9 h", ">9 h", ">9", "h", "duration"),
    ("slept ½ h", "½ h", "½", "h", "duration"),
    ("slept 6½ h", "6½ h", "6½", "h", "duration"),
    ("slept 6 ½ hours", "6 ½ hours", "6 ½", "hours", "duration"),
    ("read 1/2 h", "1/2 h", "1/2", "h", "duration"),
    ("read 1 1/2 hours", "1 1/2 hours", "1 1/2", "hours", "duration"),
    ("slept ٧ h", "٧ h", "٧", "h", "duration"),
    ("slept ６ h", "６ h", "６", "h", "duration"),
    ("slept ६ hours", "६ hours", "६", "hours", "duration"),
    ("slept six hours", "six hours", "six", "hours", "duration"),
    ("slept Six hours", "Six hours", "Six", "hours", "duration"),
    ("two and a half hours of yoga", "two and a half hours", "two and a half", "hours", "duration"),
    ("six and a quarter hours", "six and a quarter hours", "six and a quarter", "hours", "duration"),
    ("twenty-five minutes", "twenty-five minutes", "twenty-five", "minutes", "duration"),
    ("ninety minutes", "ninety minutes", "ninety", "minutes", "duration"),
    ("five to six hours", "five to six hours", "five to six", "hours", "duration"),
    ("half an hour", "half an hour", "half an", "hour", "duration"),
    ("half hour walk", "half hour", "half", "hour", "duration"),
    ("an hour and a half", "an hour and a half", "an hour and a half", None, "duration"),
    ("one hour and a half", "one hour and a half", "one hour and a half", None, "duration"),
    ("three quarters of an hour", "three quarters of an hour", "three quarters of an", "hour", "duration"),
    ("walked an hour", "an hour", "an", "hour", "duration"),
    ("30-minute walk", "30-minute", "30", "minute", "duration"),
    ("20 mins of meditation", "20 mins", "20", "mins", "duration"),
    ("45min yoga", "45min", "45", "min", "duration"),
    ("Plank 90 s", "90 s", "90", "s", "duration"),
    ("meditated 20m", "20m", "20", "m", "duration"),
    ("awake 2 Std", "2 Std", "2", "Std", "duration"),
    ("sick for 3 days", "3 days", "3", "days", "duration"),
    # distances
    ("Walked 4.2 km", "4.2 km", "4.2", "km", "distance"),
    ("ran 5km", "5km", "5", "km", "distance"),
    ("swam 400m", "400m", "400", "m", "distance"),
    ("ran 5k", "5k", "5k", None, "distance"),
    ("ran 10K", "10K", "10K", None, "distance"),
    ("cycled 20 miles", "20 miles", "20", "miles", "distance"),
    ("walked a mile", "a mile", "a", "mile", "distance"),
    ("swam 1,500 m", "1,500 m", "1,500", "m", "distance"),
    ("5-km run", "5-km", "5", "km", "distance"),
    ("hiked 12,4 km", "12,4 km", "12,4", "km", "distance"),
    ("ran three miles", "three miles", "three", "miles", "distance"),
    # counts
    ("10k steps", "10k steps", "10k", "steps", "count"),
    ("10,432 steps", "10,432 steps", "10,432", "steps", "count"),
    ("10.432 steps", "10.432 steps", "10.432", "steps", "count"),
    ("10 432 steps", "10 432 steps", "10 432", "steps", "count"),
    ("10'432 steps", "10'432 steps", "10'432", "steps", "count"),
    ("1e4 steps", "1e4 steps", "1e4", "steps", "count"),
    ("ten thousand steps", "ten thousand steps", "ten thousand", "steps", "count"),
    ("steps 9k", "9k", "9k", None, "count"),
    ("Steps: 10432", "10432", "10432", None, "count"),
    ("Steps 9 870", "9 870", "9 870", None, "count"),
    ("10k+ steps", "10k+ steps", "10k", "steps", "count"),
    ("3 coffees", "3 coffees", "3", "coffees", "count"),
    ("one beer", "one beer", "one", "beer", "count"),
    ("two beers", "two beers", "two", "beers", "count"),
    ("2-3 beers", "2-3 beers", "2-3", "beers", "count"),
    ("two to three beers", "two to three beers", "two to three", "beers", "count"),
    ("a dozen eggs", "a dozen eggs", "a dozen", "eggs", "count"),
    ("2 panic attacks", "2 panic attacks", "2", "panic attacks", "count"),
    ("8 pages", "8 pages", "8", "pages", "count"),
    ("40 push-ups", "40 push-ups", "40", "push-ups", "count"),
    ("3 large coffees", "3 large coffees", "3", "large coffees", "count"),
    ("2 slices of pizza", "2 slices", "2", "slices", "count"),
    ("3 x 20", "3 x 20", "3 x 20", None, "count"),
    ("3x20", "3x20", "3x20", None, "count"),
    ("Squats 3×12", "3×12", "3×12", None, "count"),
    ("3 x 20 push-ups", "3 x 20 push-ups", "3 x 20", "push-ups", "count"),
    ("3 x 10 min", "3 x 10 min", "3 x 10", "min", "duration"),
    ("cried 2x", "2x", "2", "x", "count"),
    ("woke 3 times", "3 times", "3", "times", "count"),
    ("woke three times", "three times", "three", "times", "count"),
    # money
    ("spent €12", "€12", "12", "€", "money"),
    ("spent € 12.50", "€ 12.50", "12.50", "€", "money"),
    ("spent 12€", "12€", "12", "€", "money"),
    ("spent 12,50 €", "12,50 €", "12,50", "€", "money"),
    ("spent 1.200,50 €", "1.200,50 €", "1.200,50", "€", "money"),
    ("spent $5", "$5", "5", "$", "money"),
    ("spent $1,200.50", "$1,200.50", "1,200.50", "$", "money"),
    ("spent US$5", "US$5", "5", "US$", "money"),
    ("spent £3.5k", "£3.5k", "3.5k", "£", "money"),
    ("spent 20 euros", "20 euros", "20", "euros", "money"),
    ("spent 20 EUR", "20 EUR", "20", "EUR", "money"),
    ("spent 20 bucks", "20 bucks", "20", "bucks", "money"),
    ("spent 20 pounds", "20 pounds", "20", "pounds", "money"),
    ("balance -€12", "-€12", "-12", "€", "money"),
    ("spent $5-10", "$5-10", "5-10", "$", "money"),
    # the body
    ("BP 120/80", "120/80", "120/80", None, "pressure"),
    ("BP 120 / 80 mmHg", "120 / 80 mmHg", "120 / 80", "mmHg", "pressure"),
    ("BP 120 over 80", "120 over 80", "120 over 80", None, "pressure"),
    ("temperature 37.2 °C", "37.2 °C", "37.2", "°C", "temperature"),
    ("37.2°C", "37.2°C", "37.2", "°C", "temperature"),
    ("37,2°", "37,2°", "37,2", "°", "temperature"),
    ("98.6F", "98.6F", "98.6", "F", "temperature"),
    ("98.6 F", "98.6 F", "98.6", "F", "temperature"),
    ("38 degrees", "38 degrees", "38", "degrees", "temperature"),
    ("-2 °C", "-2 °C", "-2", "°C", "temperature"),
    ("−2 °C", "−2 °C", "−2", "°C", "temperature"),
    ("39℃", "39℃", "39", "℃", "temperature"),
    ("Weight 70.2 kg", "70.2 kg", "70.2", "kg", "weight"),
    ("weight 155 lbs", "155 lbs", "155", "lbs", "weight"),
    ("Weight 11 st 4 lb", "11 st 4 lb", "11 st 4 lb", None, "weight"),
    ("11st 4 this morning", "11st 4", "11st 4", None, "weight"),
    ("weight 9st 13.5lb", "9st 13.5lb", "9st 13.5lb", None, "weight"),
    ("hips 39in", "39in", "39", "in", "distance"),
    ("weighed 150 pounds", "150 pounds", "150", "pounds", "weight"),
    ("+1.5 kg", "+1.5 kg", "+1.5", "kg", "weight"),
    ("sertraline 50mg", "50mg", "50", "mg", "weight"),
    ("took .25 mg", ".25 mg", ".25", "mg", "weight"),
    ("2 x 50 mg", "2 x 50 mg", "2 x 50", "mg", "weight"),
    ("pulse 62 bpm", "62 bpm", "62", "bpm", "rate"),
    ("glucose 110 mg/dl", "110 mg/dl", "110", "mg/dl", "concentration"),
    ("glucose 5.4 mmol/l", "5.4 mmol/l", "5.4", "mmol/l", "concentration"),
    # food, drink, share
    ("drank 2 l", "2 l", "2", "l", "volume"),
    ("drank 1.5L", "1.5L", "1.5", "L", "volume"),
    ("500 ml of water", "500 ml", "500", "ml", "volume"),
    ("2 cups of tea", "2 cups", "2", "cups", "volume"),
    ("1/2 cup of tea", "1/2 cup", "1/2", "cup", "volume"),
    ("½ glass of wine", "½ glass", "½", "glass", "volume"),
    ("half a bottle of wine", "half a bottle", "half a", "bottle", "volume"),
    ("1,800 kcal", "1,800 kcal", "1,800", "kcal", "energy"),
    ("1800 calories", "1800 calories", "1800", "calories", "energy"),
    ("battery 80%", "80%", "80", "%", "percent"),
    ("mood 80 %", "80 %", "80", "%", "percent"),
    ("mood 80 percent", "80 percent", "80", "percent", "percent"),
    # without a unit
    ("Mood 6", "6", "6", None, "scale"),
    ("mood -2", "-2", "-2", None, "scale"),
    ("mood −2", "−2", "−2", None, "scale"),
    ("mood +1", "+1", "+1", None, "scale"),
    ("Mood ~7", "~7", "~7", None, "scale"),
    ("mood six", "six", "six", None, "scale"),
    ("mood 5-6", "5-6", "5-6", None, "scale"),
    ("slept 7", "7", "7", None, "duration"),
    ("slept ~7", "~7", "~7", None, "duration"),
    ("slept 5-6", "5-6", "5-6", None, "duration"),
    ("Weight 82,4", "82,4", "82,4", None, "weight"),
    ("Temperature: 37.4", "37.4", "37.4", None, "temperature"),
    ("~7", "~7", "~7", None, None),
    ("-2", "-2", "-2", None, None),
    ("7", "7", "7", None, None),
    ("Maybe 7 today.", "7", "7", None, None),
    ("Did 1,200 today", "1,200", "1,200", None, None),
    ("Got 6.50 again", "6.50", "6.50", None, None),
]


@pytest.mark.parametrize(("text", "span", "value", "unit", "dimension"), NOTATIONS)
def test_reads_a_notation(text: str, span: str, value: str, unit: str | None, dimension: str | None) -> None:
    (found,) = numbers_in(text)
    assert (found.text, found.value, found.unit, found.dimension) == (span, value, unit, dimension)
    assert text[found.start : found.end] == found.text


def test_the_table_is_as_long_as_promised() -> None:
    assert len({row[0] for row in NOTATIONS}) >= 150


@pytest.mark.parametrize(
    "text",
    [
        # dates
        "2026-11-08", "Seen on 2026-11-08T10:30", "12/11/2026", "12.11.2026", "12.11.26", "12-11-2026", "on 12/11",
        "due 7/10", "since 5/10", "3 May", "3rd May", "3rd of May", "May 3", "May 3rd, 2026", "Nov 5", "8 Nov",
        "am 3. Mai", "12.11.", "in 2019", "since 2020", "the 1990s", "on the 12th", "1st day back", "Back to 1999",
        # times of day
        "7:40 pm bus", "at 7:40", "at 8", "until 7", "by 6", "at 8 a.m.", "8am", "8 AM", "10 o'clock", "8 Uhr",
        "22:30-6:15", "from 11 to 7", "from 22:30 to 6", "slept 11-7", "slept 23:30", "bed at 11, up at 7",
        "woke at 5:30", "in bed by 10", "9-5 job", "9 to 5 job", "the 7:40 train", "Gym 18:30", "Therapy 14:00",
        # telephone numbers and other names in digits
        "Call +49 170 1234567", "call 0170 1234567", "555-1234", "(555) 123-4567", "555-123-4567", "555 123 4567",
        "room 12", "Room 204", "bus 42", "the 42 bus", "chapter 3", "page 45", "No. 5", "no 5", "#3", "Day 5", "week 3",
        "covid-19", "B12", "PS5", "iPhone 15", "Windows 11", "v2.0", "1.2.3", "192.168.0.1", "4ever", "3D", "5G",
        "type 2 diabetes", "season 2 episode 5", "ICD F32.1", "order 12345", "123456789012", "Highway -37", "h2o",
        "https://example.org/5/10?x=7", "www.example.org/7", "me7@example.org", "see example.com/6", "user_5", "@max5",
        # words and idioms
        "24/7", "50/50", "9/11", "1:1 with my boss", "20/20", "100% sure", "<3", "one of my friends", "one day",
        "no one", "that one", "two of us", "a couple of hours", "a few hours", "a day off", "a minute", "half asleep",
        "one more", "24F here", "90s music", "two things happened", "I am 35 years old", "my 5-year-old", "turned 30",
        "1. milk", "2) eggs", "3 of them", "one step at a time", "Mood (1-10)",
        "didn't sleep at all", "no pain", "99 problems", "Bed 23", "covid-19 again", "Age: 34", "Streak: 12", "score 3-1", "won 3:1", "1-0-1", "I was 24 back then",
    ],
)  # fmt: skip
def test_leaves_out_what_is_no_log(text: str) -> None:
    assert numbers_in(text) == ()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Sleep 7h | Mood 6/10 | Steps 8,000", ["7h", "6/10", "8,000"]),
        ("sleep=7h mood=6 energy=5", ["7h", "6", "5"]),
        ("Mood 6/10 -> 8/10", ["6/10", "8/10"]),
        ("Ran 5 km in 28:30 on 12/11", ["5 km", "28:30"]),
        ("7:40 pm bus, then walked 2 km", ["2 km"]),
        ("1. Slept 6 h\n2. Walked 3 km", ["6 h", "3 km"]),
        ("Room 12, bus 42, 3 coffees", ["3 coffees"]),
        ("Slept 23:30-06:15 (6h45)", ["6h45"]),
        ("weight 70 kg (-2 kg)", ["70 kg", "-2 kg"]),
        ("2026-11-08: mood 6/10", ["6/10"]),
        ("Slept 5 of 8 h", []),
        ("3 sets x 12 reps", ["3 sets", "12 reps"]),
    ],
)
def test_reads_several_numbers(text: str, spans: list[str]) -> None:
    assert [found.text for found in numbers_in(text)] == spans


def test_a_number_lies_inside_one_sentence() -> None:
    text = "Slept 6 h. Mood 7/10! Walked 5\nkm"
    for found in numbers_in(text):
        assert any(start <= found.start < found.end <= end for start, end in split_sentences(text))


def test_offsets_count_code_points() -> None:
    text = "🏃‍♀️ e\u0301 ran 5 km"
    (found,) = numbers_in(text)
    assert text[found.start : found.end] == "5 km"


def test_a_number_cut_at_the_end_of_an_over_long_sentence_is_none() -> None:
    assert numbers_in("1" * 1000 + " km") == ()


def test_a_table_pasted_in_is_no_log() -> None:
    assert numbers_in("6 h, " * 60) == ()
    assert len(numbers_in("6 h\n" * 600)) == 400
