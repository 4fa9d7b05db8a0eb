"""Values that the words behind them take back, and values that only stand beside a denial.

Of what people write in a diary behind a number, some speaks of the number ("skipped", "didn't take it", "for her") and
some of something else ("skipped lunch", "no nightmares"). A third of the sentences was written before the rules, the
others afterwards to find their faults; those that the rules still get wrong are not in the tables.
"""

from __future__ import annotations

import pytest

from generation.pipeline.canonicalizer.canonicalize import canonicalize
from generation.pipeline.canonicalizer.numbers.finder import find_numbers
from generation.pipeline.planner.series import series
from generation.pipeline.planner.words_in_entries import WordsInEntries
from generation.pipeline.reading.sentences import split_sentences
from tests.pipeline.diaries import diary

NO_VALUES = """
Sertraline 50 mg skipped today.
Sertraline 50 mg not taken again.
Sertraline 50 mg - didn't take it.
Sertraline 50 mg: missed
Sertraline 50 mg refused.
Sertraline 50 mg: no
Sertraline 50 mg - no
Sertraline 50 mg still in the box.
Lithium 300 mg untaken.
Sertraline 50 mg: forgot
Sertraline 50 mg, forgot to take it.
Sertraline 50 mg (skipped)
Medication: 50 mg (not taken)
Medication: 50 mg, left it.
Sertraline 50 mg, threw it up.
Sertraline 50 mg was supposed to be at 8.
Ran out of sertraline 50 mg.
Out of sertraline 50 mg.
Insulin 10 units not injected.
Insulin 10 units, couldn't bring myself to inject it.
Walk 3 km cancelled.
Walk: 3 km (cancelled because of rain)
Walked 3 km? No, stayed in bed.
Yoga 30 min cancelled.
Yoga 30 min - didn't happen.
Yoga 30 min never happened.
Yoga: 30 min planned
Run: 5 km tomorrow
Steps: 10000 missed
Steps: 10000 not reached.
Steps 10000 was the goal.
Steps: 10000 is my target, got nowhere near.
Sleep 8 h is what I need.
Sleep: 8 h would be nice.
Sleep: 8 h (I wish)
Sleep 8 h, in my dreams.
Water: 2 l, failed.
Water 2 l - not even close.
Pain 5/10 for her.
Pain: 7/10 (mum)
Mood 8/10 according to my husband.
Sertraline 50 mg. Didn't take it.
Sertraline 50 mg. Skipped.
Sertraline 50 mg? Nope.
Sertraline 50 mg ❌
Sertraline 50 mg but I didn't take it.
Lorazepam 1 mg offered, I declined.
Quetiapine 25 mg prescribed, not started yet.
Ibuprofen 400 mg not needed.
Sertraline 50 mg thrown away.
Sertraline 50 mg flushed down the toilet.
Sertraline 50 mg, spat it out.
Run 5 km got called off.
Meditation 20 min postponed to Friday.
Gym 60 min - bailed.
Gym 45 min: couldn't face it.
Swimming 20 lengths, didn't manage it.
Beer: 3 for Tom.
Coffee: 2 poured away.
Cigarettes: 5 resisted.
Sertraline 50 mg has not been taken since Monday.
Sertraline 50 mg wasn't taken.
Sertraline 50 mg should have been taken at 8.
Sertraline 50 mg was due at 8, I slept through it.
Sertraline 50 mg, stopped it last week.
Sertraline 50 mg discontinued.
Sertraline 50 mg: none today
Took sertraline 50 mg? No.
Walk 3 km: skipped, too tired.
Sertraline 50 mg left on the counter.
Sertraline 50 mg is what he takes.
Sertraline 50 mg is what the doctor wants me on.
Lithium 300 mg, I keep refusing it.
Sertraline 50 mg ... I just couldn't.
Sertraline 50 mg - not today
Sertraline 50 mg (forgot again!)
Sertraline 50 mg: skip
Sertraline 50 mg unopened on the table.
Sertraline 50 mg: didn't take.
Sertraline 50 mg forgotten.
Sertraline 50 mg left in the box, not taken.
Insulin 10 units skipped.
Run 5 km called off.
Gym 45 min skipped.
Meditation 10 min not done.
Meditation: 10 min missed
Therapy 50 min cancelled.
Homework 2 h not done.
Coffee 2 not drunk.
Alcohol 2 units refused.
Cigarettes 3 refused.
Sertraline 50 mg and lithium 300 mg not taken.
Sertraline 50 mg, lithium 300 mg: both skipped
sertraline 50mg nope
meds: sertraline 50mg. forgot.
Sertraline 50mg // skipped
Sertraline 50 mg → skipped
Sertraline 50 mg | missed
Sertraline (50 mg) not taken
Sertraline (50 mg): skipped
Sertraline 50 mg tablet skipped
Sertraline 50 mg dose missed.
Sertraline 50 mg at 8 skipped.
Sertraline 50 mg this morning - forgot.
Sertraline 50 mg with breakfast: not taken.
My sertraline 50 mg was skipped.
Sertraline 50 mg, haven't taken it yet.
Sertraline 50 mg, I did not take it.
Sertraline 50 mg, which I didn't take.
Sertraline 50 mg which was missed.
Sertraline 50 mg didn't get taken.
Sertraline 50 mg never got taken.
Sertraline 50 mg, keep forgetting it.
Sertraline 50 mg, chose not to take it.
Sertraline 50 mg, decided against it.
Sertraline 50 mg, won't take it.
Sertraline 50 mg, can't face it.
Sertraline 50 mg, hid it under the mattress.
Sertraline 50 mg went down the toilet.
Sertraline 50 mg in the bin.
Sertraline 50 mg, gave it to the dog.
Sertraline 50 mg to take later.
Sertraline 50 mg, will take it tonight.
Sertraline 50 mg due tonight.
Sertraline 50 mg, need to take it.
Sertraline 50 mg for mum.
Sertraline 50 mg (for Tom)
Sertraline 50 mg, supposed to take it at 8.
Sertraline 50 mg (should have taken it)
Sertraline 50 mg, meant to.
Walk 3 km, didn't go.
Walk 3 km: rained off
Run 5 km, gave up.
Run 5 km (goal)
Run: 5 km (tomorrow)
Run 5 km didn't happen because of the rain.
Run 5 km: no chance
Yoga 30 min, wanted to but didn't.
Yoga 30 min (put off)
Yoga 30 min, couldn't be bothered.
Sleep: 8 h, yeah right.
Sleep 8 h is all I want.
Sleep: 9 h - not me, the cat.
Steps 10000: failed
Steps 10000 - nope.
Steps: 10000 was the plan.
Water 2 l: not today
Water 2 l (not managed)
Coffee: 3 for my colleagues.
4 coffees for the team, 1 for me.
Coffee: 2, both for mum.
Weight: 65 kg would be my dream.
Mood 9/10 for everyone else.
Prozac 20 mg not this morning
Prozac 20 mg, haven't had it.
Prozac 20 mg (untouched)
Prozac 20 mg; forgot!!
Prozac 20 mg... skipped it, again
Prozac 20 mg was not taken today because of nausea.
Prozac 20 mg hasn't been opened.
Prozac 20 mg, I've stopped taking it.
Prozac 20 mg, not taking it any more.
Prozac 20 mg and I refused it.
Prozac 20 mg yet to be taken.
Meds: 2 pills, not swallowed.
Pills: 3 not taken
Swim 1 km scrapped.
Physio 40 min rescheduled to Monday.
Therapy: 50 min (cancelled by her)
Bike 20 km: nope, rain.
Bike 20 km not possible today.
Piano 30 min (not done)
Reading 20 min: none
Water: 3 l (target)
Water 3 l, didn't reach it.
Calories 1800 is my limit.
Wine 2 glasses, poured it away.
Sleep 8 h, that's what I wish for.
Tea: 2 for the guests
Anxiety 7/10 for him.
Stress: 9/10 (for her)
Lexapro 10 mg: not taken, felt sick.
Lexapro 10 mg, decided not to.
Lexapro 10mg no
Lexapro 10 mg — skipped
Lexapro 10 mg (missed, overslept)
Lexapro 10 mg; refused by me
Lexapro 10 mg was forgotten again
Lexapro 10 mg is overdue
Lexapro 10 mg? Skipped.
Metformin 500 mg, left it in the car.
Metformin 500 mg down the sink.
Jog 4 km aborted.
Swim 40 lengths, didn't happen
Walk 20 min: not today
Meditation: 15 min (forgot)
Journaling 10 min, skipped.
Push-ups 30 - never did them.
Water: 8 glasses planned
Beer: 5 (my brother)
Walked 3 km? Didn't go.
Walked 3 km? No I didn't.
Sertraline 50 mg? Not today.
Sertraline 50 mg? Never.
Walked 3 km? No way.
Sertraline 50 mg, didn't take it again.
Sertraline 50 mg, haven't taken it in weeks.
Beer: 2 pints refused.
Run: 5 km, called it off
Therapy: 50 min postponed until Monday
Therapy: 50 min rescheduled
Sertraline 50 mg poured down the sink
Ibuprofen 400 mg not needed
Run: 5 km, meant to go
Weight: 65 kg (goal)
Weight 62 kg is what I want.
Weight: 62 kg, what I want by June
BP 120/80 is what I need.
Citalopram 20 mg, chemist's was shut.
Citalopram 20 mg (pharmacy closed)
Citalopram 20 mg - the pharmacy was out
Citalopram 20 mg: out of stock
Citalopram 20 mg, none left.
Citalopram 20 mg wasted, it fell in the sink.
Codeine 5 ml spilt.
Coffee: 1, spilled it.
Piano 15 min not done for weeks
Citalopram 20 mg not done since Monday
""".strip().splitlines()

VALUES = """
Weight: 62 kg, what I feared.
Pain 6/10 is all I can say.
Citalopram 20 mg, pharmacy was slow.
Citalopram 20 mg, called the pharmacy.
Citalopram 20 mg because the pharmacy was closed.
Walk 30 min, pharmacy was closed.
Reading 2 h wasted.
Piano 15 min, haven't done that in years.
Piano: 15 min, not done in days
Slept 6 h, no nightmares.
Slept 6 h but didn't feel rested.
Sleep: 6 h, not enough.
Sleep 6 h - not great.
Sleep: 7 h (no dreams)
Slept 7 h not 8.
Sertraline 50 mg, no side effects.
Sertraline 50 mg, didn't help.
Sertraline 50 mg taken, not hungry.
Sertraline 50 mg at breakfast, forgot lunch.
Took sertraline 50 mg, skipped breakfast.
Sertraline 50 mg, missed my mum.
Sertraline 50 mg at 8, couldn't eat.
Sertraline 50 mg - no nausea this time.
Sertraline 50 mg (no change)
Sertraline 50 mg as planned.
Ibuprofen 400 mg didn't help.
Ran 5 km, didn't stop once.
Ran 5 km and cancelled the gym.
Run: 5 km, no pain
Walked 3 km and missed the bus.
Walked 3 km, forgot my phone.
Walk 3 km, didn't see anyone.
Walk: 3 km (skipped the hill)
Walk 3 km, tomorrow more.
Pain 3/10, not bad.
Pain 6/10, refused to let it stop me.
Mood 6/10 for once.
Mood: 4/10, didn't go out.
Mood 4/10 - cancelled on Anna.
Mood: 3/10, no energy
Mood 7/10 despite the cancelled trip.
Energy 2/10, couldn't get out of bed.
Swam 20 lengths for charity.
Yoga 30 min, not a fan.
Yoga 30 min, left early.
Meditated 10 min, never felt so restless.
Steps: 8000, missed my goal.
Steps: 8432 not bad
Steps: 9000 (goal 10000)
Coffee: 3, no lunch.
Coffee: 2 for breakfast.
Drank 2 beers, didn't want more.
Had 3 coffees for the nerves.
Weight: 71.2 kg, no change
Weight 71 kg, didn't lose any.
Water: 1.5 l, forgot the rest.
Cigarettes: 4, resisted the fifth.
Slept 5 h, woke and couldn't get back.
Slept 4 h. No idea why.
Slept 6 h. Missed the alarm.
Sertraline 50 mg. No side effects.
Sertraline 50 mg. Skipped lunch.
Took 10 units of insulin, wasn't hungry.
Insulin 10 units, refused dessert.
Sleep 5 h, should have gone to bed earlier.
Sleep 5 h, want more.
Mood 6/10, would like it higher.
Pain 7/10, cancelled physio.
Blood pressure 130/85, not worried.
Pulse 64, no palpitations.
Ran 5 km with my brother.
Ran 5 km for her birthday charity.
Walked 2 km for the dog.
Yoga 30 min for my back.
Sertraline 50 mg again, didn't forget it this time.
Sertraline 50 mg, never missed one this week.
Sertraline 50 mg not 100.
Sertraline 50 mg not on an empty stomach.
Mood 2/10. Cancelled everything.
Mood 5/10. Didn't do much.
Sleep: 7 h. Not tired.
Walked 4 km, which I never do.
Mood 6/10 according to the app.
Run 5 km done, planned 10.
Sertraline 50 mg and left the house.
Pain 5/10, left the party.
Sertraline 50 mg because I forgot yesterday.
Sertraline 50 mg, forgot yesterday.
Sertraline 50 mg. Missed yesterday.
Sertraline 50 mg. Forgot my keys.
Sertraline 50 mg, didn't take it until noon.
Sertraline 50 mg, didn't take it with food.
Sertraline 50 mg, not sure it helps.
Sertraline 50 mg, not working.
Sertraline 50 mg, never felt worse.
Sertraline 50 mg, no appetite.
Sertraline 50 mg: no problems
Sertraline 50 mg - no headache
Sertraline 50 mg, yes. Lunch skipped.
Sertraline 50 mg taken, evening dose skipped.
Sertraline 50 mg ✓ lunch no
Sertraline 50 mg. Gym cancelled.
Sertraline 50 mg. Not hungry.
Sertraline 50 mg. No gym.
Sertraline 50 mg. Never again a day like this.
Sertraline 50 mg, still anxious.
Sertraline 50 mg, still in bed.
Sertraline 50 mg in the morning, evening dose skipped.
Sertraline 50 mg, didn't sleep.
Sertraline 50 mg, didn't go to work.
Sertraline 50 mg, didn't do much.
Sertraline 50 mg, wasn't able to eat.
Sertraline 50 mg, will call the doctor.
Sertraline 50 mg, will see how it goes.
Sertraline 50 mg, need to refill.
Sertraline 50 mg, want to stop it.
Sertraline 50 mg, refused to talk.
Sertraline 50 mg, stopped crying.
Sertraline 50 mg for anxiety.
Sertraline 50 mg for the first time.
Sertraline 50 mg for sleep.
Ibuprofen 400 mg for my head, didn't help.
Lorazepam 1 mg for the flight.
Lorazepam 1 mg, couldn't calm down.
Insulin 10 units for lunch, then skipped lunch.
Insulin 10 units, missed the vein first.
Coffee: 4, didn't eat.
Coffee: 3. Haven't eaten yet.
Coffee: 3, couldn't focus.
Coffee: 2 and no breakfast.
Coffee: 2, skipped breakfast.
Coffee: 2 at the office.
Coffee: 0, none today.
Beer: 2, didn't finish dinner.
Beer: 2, not drunk.
Beer: 3, not proud of it.
Wine: 2 glasses for dinner.
Cigarettes: 5, couldn't resist.
Work 9 h, couldn't take it anymore.
Work 9 h. I can't do this anymore.
Work 9 h, didn't finish.
Study 2 h, not finished.
Study 3 h, forgot everything.
Sleep 5 h due to the baby.
Sleep 5 h, baby wouldn't settle.
Sleep 4 h, couldn't switch off.
Sleep: 6 h. Couldn't get up.
Sleep: 6 h, missed breakfast.
Sleep 6 h, not rested.
Sleep 9 h, still tired.
Sleep 7 h, no alarm.
Sleep: 7 h, planned 8.
Sleep: 7 h (planned: 8)
Sleep 3 h. Cancelled the trip.
Steps: 8000, goal: 10000
Steps: 12000, goal reached.
Steps: 4000. Planned: 9000
Steps: 6100, not my best.
Steps: 7000, no bus today.
Steps: 3000 never left the house otherwise.
Walk 3 km, couldn't go further.
Walk 3 km with mum.
Walk 3 km, mum cancelled.
Walk: 2 km for bread.
Run 5 km, never been faster.
Run 5 km, left knee hurts.
Run 5 km, gave it my all.
Run 5 km, forgot my water.
Run 5 km. Couldn't stop smiling.
Run: 5 km, wanted to do more.
Run: 5 km, didn't manage 6.
Gym 45 min, didn't want to leave.
Gym 45 min, left at noon.
Gym 45 min instead of lunch.
Yoga 30 min, missed Anna.
Yoga 30 min. Therapy cancelled.
Mood 4/10. Skipped work.
Mood 3/10, called in sick.
Mood 7/10, tomorrow therapy.
Mood: 5, therapy postponed.
Pain 4/10, missed physio.
Pain 6/10 - not taken anything.
Pain 6/10. Didn't take anything.
Anxiety 8/10, cancelled.
Weight 70 kg, gave up sugar.
Weight: 70 kg, missed my goal by 1.
Temp 38.2, stayed home, no work.
BP 140/90, forgot my tablet.
BP 140/90 according to the nurse's machine.
Water: 2 l, done.
Water 2 l, goal met.
Took 2 paracetamol, refused a third.
Had 2 coffees, skipped the third.
Drank 3 beers, could have had more.
Slept 5 h, should have gone to bed at 10.
Slept 7 h, which never happens.
Slept 7 h. Never happens.
Ran 5 km, didn't think I'd make it.
Walked 6 km, left my phone at home.
Meditated 20 min, missed a day though.
Venlafaxine 75 mg, slept through the alarm.
Prozac 20 mg, haven't felt this flat in ages.
Prozac 20 mg; forgot the umbrella
Prozac 20 mg, wasn't sick this time.
Prozac 20 mg and cancelled dinner.
Prozac 20 mg, then cancelled on Sarah.
Prozac 20 mg, no idea if it works.
Prozac 20 mg, nothing else.
Prozac 20 mg, nothing to report.
Prozac 20 mg, not a good day.
Prozac 20 mg at 8 am, not 9.
Prozac 20 mg. It's not helping.
Prozac 20 mg. It didn't work.
Prozac 20 mg. I can't sleep.
Prozac 20 mg. I don't want to go on.
Prozac 20 mg. I want to stop.
Prozac 20 mg. I forgot Mum's birthday.
Prozac 20 mg. None of this is easy.
Prozac 20 mg. Never slept.
Prozac 20 mg. Not much else.
Prozac 20 mg. Left work at 5.
Prozac 20 mg. Refused to get up.
Prozac 20 mg. Should have called her.
Prozac 20 mg. No one called.
Prozac 20 mg for depression, not anxiety.
Swim 1 km, no goggles.
Swim 1 km, pool closed early.
Physio 40 min, hip still sore.
Therapy: 50 min, couldn't stop crying.
Therapy 50 min, didn't say much.
Therapy 50 min, forgot to mention the dream.
Bike 20 km, chain fell off.
Bike 20 km, nearly gave up.
Bike 20 km, gave up on the hill.
Push-ups: 50, couldn't do one more.
Piano 30 min, not in the mood.
Reading 20 min, missed my stop.
Reading 20 min. Didn't get far.
Tea: 2, skipped sugar.
Tea: 2 for my throat.
Calories 1800, not counting dinner.
Calories: 1800, under my limit.
Screen time 5 h, didn't mean to.
Screen time 5 h, should stop.
Work 10 h, missed dinner again.
Work 6 h, meeting cancelled.
Work 6 h, left early, missed nothing.
Nap 20 min, didn't want to wake.
Nap 1 h, no dream.
Headache 6/10, couldn't go.
Sleep 7 h, didn't need the alarm.
Sleep: 5 h, but didn't mind.
Sleep 5.5 h, never enough.
Sleep: 8 h at last.
Mood: 6, didn't take it out on anyone.
Gaming 3 h, couldn't stop.
Glucose 110, not fasting.
Glucose 5.6, skipped breakfast.
Pulse 72, missed a beat.
Pages: 12, not finished.
Words: 800, didn't reach 1000.
Words: 800 not bad.
Lexapro 10 mg, felt sick.
Lexapro 10 mg, no refill yet.
Lexapro 10 mg and no wine.
Lexapro 10 mg (not 20)
Lexapro 10 mg: helps, not much
Lexapro 10 mg, quit coffee.
Lexapro 10 mg, stopped smoking.
Lexapro 10 mg, day 3 without a drink.
Lexapro 10 mg, left for work.
Lexapro 10 mg, gave Tom his.
Lexapro 10 mg, put the kids to bed.
Lexapro 10 mg, then went to bed.
Lexapro 10 mg, hope it helps.
Lexapro 10 mg. Hope I sleep.
Lexapro 10 mg in the evening now.
Lexapro 10 mg down from 20.
Jog 4 km, stopped twice.
Jog 4 km, got lost.
Swim 40 lengths, missed the sauna
Walk 20 min, it was cancelled last week so good to be back.
Journaling 10 min, nothing came.
Push-ups 30, never my thing.
Sleep 6 h, had to get up.
Sleep 6 h - what a night.
Sleep 6 h, that's what I got.
Meditation 15 min, did not settle.
Meditation 15 min at home.
Coffee: 1, still waking up.
Coffee: 2, gave up sugar.
Coffee 2, had to.
Wine: 2 glasses, shouldn't have done that
Wine: 2 glasses, shouldn't have.
Cigarettes: 5, shouldn't have done it
Beer: 3 pints, won't do that again
Run: 10 km, haven't done that in years
Sleep: 8 h, hasn't happened in weeks
Mood: 7/10? Not bad!
Anxiety 7/10? No idea why
Slept 9 hours? No wonder I feel good
Walked 10 km? Not sure, felt longer
Mood: 6/10, I'll take it
Mood: 5/10, will do
Pain 8/10, that's all I know
Study: 3 h, called it a day
Run: 5 km, gave it everything
Alcohol: 6 drinks, got wasted
Screen time: 5 hours wasted
Call: 30 min, rescheduled my dentist appointment
Workout: 45 min, left out the squats
Run: 3 km, meant to go further
Walk: 5 km, will do again
Wine: 2 glasses, didn't need it
Sertraline 50 mg prescribed, taken
Beers: 4, failed
Cigarettes: 6, failed again
Cigarettes: 4, can't believe I failed
Alcohol: 3 drinks. Shouldn't have done it.
Coffee: 4, shouldn't have
Beer: 2. Never again.
Beer: 2, never doing that again
Coffee: 3, didn't want it
Wine: 2 glasses, should have skipped it
Beer: 4, missed the point
Meditation: 20 min, hadn't done it for ages
Yoga: 45 min, haven't done it since March
Swim: 1 km, never done that before
Screen time: 6 h, called it quits
Call: 30 min, called off the wedding
Reading: 20 min, put off the dishes
Piano: 30 min, left it at that
Sleep: 7 h, I'll take it
Steps: 9000, I'll take it
Run: 5 km, will do more tomorrow
Run: 5 km, not done in months
Walked 4 km? Never felt better
Steps: 12000? No idea how
Pain: 4/10, as planned
Mood: 6/10, could be worse
Steps: 8000, that's all I know
Sertraline 50 mg, that's all I can say
Steps: 7000, that's all I managed
""".strip().splitlines()


def with_a_label(text: str) -> list[str]:
    return [number.text for number in find_numbers(text, split_sentences(text)) if number.label]


def listed(*entries: str) -> list[str]:
    """The series of these entries, one a day from 8 Nov on."""
    record = canonicalize(diary(*((f"m{n}", f"2026-11-{8 + n:02} 09:00", text) for n, text in enumerate(entries))))
    found = series(record, WordsInEntries(record))
    return [f"{one.label}: {', '.join(' '.join(day.values) for day in one.values)}" for one in found]


@pytest.mark.parametrize("text", NO_VALUES)
def test_what_is_taken_back_behind_the_number_is_no_value(text: str) -> None:
    assert with_a_label(text) == []


@pytest.mark.parametrize("text", VALUES)
def test_a_value_beside_a_denial_of_something_else_is_one(text: str) -> None:
    assert with_a_label(text)


def test_doses_that_were_not_taken_are_not_listed() -> None:
    taken = ("Sertraline 50 mg at breakfast.", "Sertraline 50 mg before bed.")
    denied = ("Sertraline 50 mg skipped today.", "Sertraline 50 mg not taken again.", "Sertraline 50 mg: no")
    assert listed(taken[0], *denied, taken[1]) == ["Sertraline: 50 mg, 50 mg"]
    assert listed(taken[0], *denied) == []


def test_a_nought_that_is_denied_too_stays_a_value() -> None:
    assert with_a_label("Meds: 0 (forgot)") == ["0"]
    assert with_a_label("steps: 3021 mood: 5 meds: 0 (forgot) sleep: 6") == ["3021", "5", "0", "6"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sertraline 50 mg\nMissed: gym", "50 mg"),
        ("Steps 8000\nPlanned: 9000", "8000"),
        ("Walk 3 km, missed: gym", "3 km"),
    ],
)
def test_a_heading_over_something_else_takes_nothing_back(text: str, value: str) -> None:
    assert value in with_a_label(text)


def test_a_denial_holds_for_every_value_before_it_only_where_it_says_so() -> None:
    assert with_a_label("Sertraline 50 mg and lithium 300 mg not taken.") == []
    assert with_a_label("Sertraline 50 mg, lithium 300 mg: both skipped") == []
    assert with_a_label("Sertraline 50 mg, lithium 300 mg skipped") == ["50 mg"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Slept 9 h. Flute 20 min ❌. Mood: flat", ["9 h"]),
        ("Slept 9 h, flute 20 min ✗, mood 4", ["9 h", "4"]),
        ("Slept 9 h | Flute 20 min ❌ | Mood 4", ["9 h", "4"]),
        ("Slept 9 h - flute 20 min [ ] - mood 4", ["9 h", "4"]),
        ("Slept 9 h; zinc 15 mg ☐; mood 4", ["9 h", "4"]),
        ("Slept 9 h  Flute 20 min ❌  Mood 4", ["9 h", "4"]),
        ("Slept 9 h. Flute: 20 min (❌). Mood 4", ["9 h", "4"]),
        ("Slept 9 h. Flute 20 min: n. Mood 4", ["9 h", "4"]),
        ("Slept 9 h. Flute 20 min ✅. Zinc 15 mg ❌. Mood 4", ["9 h", "20 min", "4"]),
        ("Slept 9 h. I played flute for 20 min ✓. Mood 4", ["9 h", "20 min", "4"]),
        ("Slept 9 h and played the flute for 20 min. Zinc ❌. Mood 4", ["9 h", "20 min", "4"]),
    ],
)
def test_a_field_that_is_crossed_out_is_no_value_wherever_on_its_line_it_stands(text: str, values: list[str]) -> None:
    assert [found.text for found in find_numbers(text, split_sentences(text)) if found.label] == values
