"""What the wording rules stop in any form, and what a report may say. Sentences of our own."""

from __future__ import annotations

import pytest

from generation.pipeline.wording_rules import LISTS, NOTHING_ALLOWED, AllowedWording, find_breaches
from generation.pipeline.wording_rules.lexicon import (
    CLASS_LISTS,
    VERB_CLASS_LISTS,
    keys_of,
    kind_of_verb,
    read_list,
    regular_forms,
)
from generation.pipeline.wording_rules.phrases import Phrase, read_phrases
from tests.pipeline.growth import grows_with_length


def rules_broken(sentence: str, allowed: AllowedWording = NOTHING_ALLOWED) -> set[str]:
    return {rule_id for rule_id, _, _ in find_breaches(sentence, allowed)}


STOPPED = {
    "SB201": (
        "Sleep should come first.", "Rest more at noon.", "Maybe try a shorter walk.", "Talk to the manager again.",
        "Make sure the phone is off.", "If the evening gets late, turn off the light.", "Do not read in bed.",
        "In the morning, open the window.", "Consider a break.", "A break might help.", "It may help to write it down.",
        "Why not call Anna?", "How about a walk?", "That is not in anybody's best interest.",
        "There is a need for more sleep.", "It would be good to rest.", "It is important to eat at noon.",
        "More rest is needed.", "The person needs to rest.", "The writer has to slow down.", "I would take a nap.",
        "One option would be to go earlier.", "The best thing to do is to wait.", "Better not to wait.",
        "Worth trying a walk.", "Remember to eat.", "Never skip breakfast.", "Please go to bed.",
        "Let's look at sleep.",
        "My advice is to wait.", "Google the opening hours.", "Be patient with Anna.", "Give it a try.",
        "Perhaps take a day off.", "A walk could be worth a try.", "Ghost them.", "Drink water, eat soup.",
        "A warm bath, then call the doctor.", "You owe her nothing, mute the thread.", "What works is a fixed hour.",
        "It makes sense to wait.", "He has to see a doctor.", "The writer could ask for fewer shifts.",
        "Cutting down on coffee would help.", "The kindest choice would be a short letter.", "Better to rent.",
        "A later bedtime is best avoided.", "Limit screens.", "The next step is a talk.", "You've got to rest.",
        "This calls for close attention.", "More of this ought to be done.", "To begin with, set an alarm.",
        "I would ask for a week off.", "How about a swim?", "Patient to keep the leg raised.", "The rug is to go.",
        "The fence wants painting.", "There is a case for a second opinion.", "Shall we drop the late run?",
        "A rail is to be fitted by June.", "An early night would be no bad thing.", "Strongly consider a day off.",
        "The sooner it is sorted the better.", "Consideration should be given to a move.", "I'd bin that list.",
        "Review in a fortnight.",
    ),
    "SB202": ("Slept like you do.", "Your entries are short.", "Look at yourself.", "Ur sleep was short."),
    "SB203": (
        "Anxious because of the talk.", "The talk led to a short night.", "Slept little so that the day was long.",
        "Tired as a result.", "Short nights due to work.", "There was noise, which is why sleep was short.",
        "Calm thanks to Anna.", "Meetings make her tired.", "Tea relieves the tension.", "The noise caused a headache.",
        "Tired from the night shift.", "The reason for this is the noise.", "The talk triggered anger.",
        "Walks help him sleep.", "Slept better after the talk.", "Anxious when the phone rings.",
        "Work-induced stress.",
        "The letter brought relief.", "In response to the noise, the window stayed shut.",
        "The late call kept him from sleeping.",
        "Therefore the night was short.", "It stems from the move.", "Worn out by stress.", "Cried with relief.",
        "The storm flooded the cellar.", "Whenever Anna calls, the tea gets cold.",
        "The late train is why dinner was cold.",
        "Since the heating failed, the coats stayed on.", "It was so loud that nobody slept.",
        "Hoarse from the shouting.",
        "The letter moved her to tears.", "The old pipe was the culprit.", "The row put him in a bad mood.",
        "The news turned a quiet day into a long one.", "Being ill, he stayed home.",
        "The more tea, the worse the night.",
        "The visit lifted her mood.", "The noise leaves him unable to read.",
        "The ramp is new, allowing her to go out.", "The quarrel drove a wedge between them.",
        "The move cost Ines her friends.", "It was the heat that soured the evening.",
        "The flight was late, and so she missed the lunch.", "The marriage broke under the strain of debt.",
        "Walking has quietened the worry.", "The swelling improved on tablets.",
    ),
    "SB204": (
        "Seems depressed.", "This may be burnout.", "A trauma response.", "The depression talking.",
        "Signs of anxiety.",
        "Possibly an eating disorder.", "Clinically relevant.", "Symptoms of stress.", "Bipolar mood.",
        "A panic attack.",
        "Addicted to the phone.", "Burnt out.", "Post-traumatic.", "Meets the criteria.", "Narcissistic behaviour.",
        "A nervous breakdown.", "Suffers from insomnia.", "The diagnosis is open.",
        "It may be a mild concussion.", "Sounds like sleep apnea.", "Avoidant attachment.", "Body dysmorphia.",
        "In keeping with fibromyalgia.", "Mood swings.", "A midlife crisis.", "That is just a cold.",
        "Mild asthma.", "He is diabetic.", "It all adds up to shingles.", "The patient is alcohol dependent.",
        "He has a chest infection.", "Flattened affect.",
    ),
    "SB205": (
        "Well done.", "Great job this week.", "Keep going.", "Hang in there.", "It will get better.",
        "Hopefully calmer soon.",
        "Proud of the walk.", "Sorry to hear that.", "That must be hard.", "There is hope.", "Progress was made.",
        "A big step.", "Do not worry.", "Nobody is alone in this, never give up.", "Believe in tomorrow.", "So brave.",
        "That is completely understandable.", "Congratulations on the new job.", "One day at a time.",
        "What a brave choice.", "No need to feel ashamed.", "The future looks bright.", "Lucky to have such friends.",
        "Sending hugs.", "Praying for them.", "The worst is over.", "All the best.", "A strong week.",
        "It will look brighter soon.", "Everybody goes through that.", "You are a fighter.", "No pain, no gain.",
        "Rome was not built in a day.", "What a star she is, such courage.", "There is nothing odd about tears.",
        "His day will come.", "Hats off to the whole team.", "That was no mean feat.",
        "Setbacks are part and parcel of it.",
    ),
    "SB206": (
        "It sounds like a hard week.", "This suggests tension.", "An underlying fear.", "It seems that sleep matters.",
        "The entries reveal a pattern.", "A sign of stress.", "Deep down there is fear.",
        "The writer wants to be seen.",
        "Perhaps lonely.", "The mood is improving.", "On average 6 h.", "A downward trend.",
        "Torn between work and home.",
        "This means that work weighs on them.", "Trying to cope with work.", "The person feels trapped.",
        "Appears to be overwhelmed.", "Probably tired.", "Seeking approval.", "It points to a need for rest.",
        "Beneath the jokes there is grief.", "He hides his sadness.", "The garden has become a refuge.",
        "She wants to be taken seriously.", "The quarrel was never about the dishes.", "A quiet longing for home.",
        "He has to earn love.", "The walks are a way of coping.", "She is still grieving.",
        "Mixed feelings about home.",
        "That has to be hard.", "I can see how it hurts.", "He is guarded and proud.",
        "She cannot bear to be thanked.", "His jokes mask a great deal.", "He writes like a man waiting for bad news.",
        "It was less a visit than a farewell.", "She coughs as if nobody were there.",
        "The letter is a plea for attention.", "By laughing she asks him to stop.", "A restless and lonely week.",
        "He would rather be right.", "Her wish to be picked is old.",
    ),
    "SB207": (
        "Was it a good week?", "Is there more to say", "Why does the noise matter", "Who was there",
        "How does the manager react", "Have you slept", "The open question is whether it helps.",
        "One wonders what happened.", "It was calm, wasn't it",
        "Does tea help", "Is 40 too late to start", "What kind of tea does she drink", "Anyone else awake at four",
    ),
    "SB208": (
        "Always anxious.", "Clearly anxious.", "Consistently short nights.", "Anxious every day.", "Never calm.",
        "Definitely angry.", "Usually short.", "Most nights were short.", "Without doubt a hard week.",
        "Anxious all the time.", "Undeniably tired.", "Again and again.",
    ),
}  # fmt: skip
ALLOWED = (
    'The word "        " is used on 2 days: 8 and 10 Nov.', "Sleep is logged on 3 days: 5.5 h, 6 h and 7.0 h.",
    "Walk is logged on 2 days: 4 km and 5 km.", "Work is logged on 2 days: 8 h and 9 h.", "8 Nov: there is an entry.",
    '"     " appears in entries of 3 days: 8, 10 and 12 Nov.', '8 Nov: the entry says "            " …',
    "10 Nov: slept 6 h, still awake at noon.", "He walked to the river with Anna.", "Choir practice in the evening.",
    "The manager was late on Thursday.", "She took 20 mg at noon.", "The therapist was on holiday.",
    "Went to bed at ten.",
    "Cooked soup, called Tom, read a book.", "The talk with the manager is on Thursday.",
    "No entry is logged in this window.",
    "The patient walked for 20 minutes.", "He has two brothers and lives alone.", "Painted the fence with Jürgen.",
    "Coffee is logged on 2 days: 8 Nov: 2 and 1; 9 Nov: 3.", "The meeting started at eight.",
    "It rained in the morning.",
    "Dry cough for two weeks.", "Change in appetite.", "Rest of the day at home.", "Work as a nurse for ten years.",
    "Open heart surgery in 2005.", "Cut on the right hand.", "Part-time job at a bakery.", "Light lunch at noon.",
    "He walks to work every day.", "She usually takes the bus.", "Tea at four.",
    "When the phone rang, he sat up, reached for it.", "The bus is due to leave at noon.",
    "The path leads to the river.",
    "The surgery was successful.", "He never smoked.", "The pharmacy is behind the school.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule_id", "sentence"), [(rule_id, sentence) for rule_id, sentences in STOPPED.items() for sentence in sentences]
)
def test_family_stops(rule_id: str, sentence: str) -> None:
    assert rule_id in rules_broken(sentence)


@pytest.mark.parametrize("sentence", ALLOWED)
def test_no_family_stops(sentence: str) -> None:
    assert rules_broken(sentence) == set()


@pytest.mark.parametrize(
    "disguise",
    [
        str.upper,
        str.title,
        lambda s: s.replace("a", "а").replace("e", "е"),
        # Marks of their own behind letters, some of which no letter has in one.
        lambda s: s.replace("e", "e\u0301").replace("t", "t\u0303\u0336"),
    ],
)
def test_capitals_and_lookalikes_hide_nothing(disguise: object) -> None:
    for rule_id, sentences in STOPPED.items():
        for sentence in sentences:
            assert rule_id in rules_broken(disguise(sentence)), sentence  # type: ignore[operator]


def test_words_the_plan_allows_are_allowed() -> None:
    assert "SB208" in rules_broken("Often anxious.")
    assert "SB208" not in rules_broken("Often anxious.", AllowedWording(quantifiers=("often",), hedges=()))


@pytest.mark.parametrize(
    ("sentence", "rule_id", "excerpt"),
    [
        ("Slept little, so the day was long.", "SB203", "so"),
        ("Anxious because of the talk.", "SB203", "because"),
        ("İİ ǅ ﬁ 😀 Anxious, well done.", "SB205", "well done"),
        ("Maybe TRY a walk.", "SB201", "Maybe TRY"),
        ("It was calm?", "SB207", "?"),
        ("Don't wait.", "SB201", "Don't"),
    ],
)
def test_finding_names_the_words_and_no_more(sentence: str, rule_id: str, excerpt: str) -> None:
    assert excerpt in {sentence[start:end] for found, start, end in find_breaches(sentence) if found == rule_id}


ILL = (
    "Known case of bronchiectasis, on inhalers since 2011.", "His blackouts are vasovagal in origin.",
    "In other words, cyclothymia.", "Blind in the left eye since birth.", "The child is on the autistic spectrum.",
    "He was left paraplegic by the fall.", "Bilateral carpal tunnel, worse at night.",
    "The cough turned into pneumonia.",
    "She lives with Huntington's.", "He was having a hypo.", "The hoarding here is clinical.",
    "Ticks every box for OCD.",
    "Reckon he's done his ACL.", "A diabetic for nine years, he keeps sweets in the glovebox.",
    "Seeing what is not there is psychosis.", "No doubt a case of gout.",
)  # fmt: skip
NOT_ILL = (
    "She was tested for coeliac disease in May.", "Screening for bowel cancer came back clear.",
    "There was no evidence of thrombosis on the scan.", "The doctor ruled out gout.",
    "Pneumonia was excluded by X-ray.",
    "An alcoholic drink was poured for her.", "The hernia repair took an hour.",
    "He was vaccinated against typhoid.", "The talk at the hall was on dementia.", "She read a page about cyclothymia.",
    "The letter lists asthma and eczema.", "The form has him down as epileptic.", "His sister is diabetic.",
    "Her late husband had emphysema.", "PMH: asthma.", "Past medical history of hepatitis.",
    "He copied out a definition of narcolepsy.", "Mr Parkinson and Dr Addison signed the form.",
    "The cancer charity shop opens at ten.", "He raised two hundred pounds for cancer research.",
)  # fmt: skip


@pytest.mark.parametrize("sentence", ILL)
def test_an_illness_that_a_text_gives_somebody_is_a_diagnosis(sentence: str) -> None:
    assert "SB204" in rules_broken(sentence)


@pytest.mark.parametrize("sentence", NOT_ILL)
def test_an_illness_that_nobody_has_is_no_diagnosis(sentence: str) -> None:
    assert "SB204" not in rules_broken(sentence)


CHEERED = (
    "Few people of her age take up the cello.", "For someone who swore he would never swim, that is a mighty leap.",
    "Day twelve without a smoke, and a proud day it is.", "He is anything but lazy.",
    "He calls himself lazy; he is no burden.",
    "As any father would have done.", "Anyone with two jobs and a toddler would be tired.",
    "The nights are bound to get shorter.", "A bad night is only a night.", "The poor lamb went through the mill.",
    "All that practice is paying off.", "One honest line beats a page of polish.", "Chapeau to the whole lot of them.",
    "Attendance faultless, attitude first class.", "That's grief for you.", "Nobody could blame him.",
    "To forget is human.", "Storms make sailors.", "Here's to a calmer fortnight.", "Against all odds he finished.",
    "Better a small walk than a grand plan.", "At least she was not alone with it.", "Fair dues to him, he rang.",
    '"I only made soup," he says, as though soup for forty were not a marvel.',
    "He told the nurse that he had gone alone, to his great credit.", "She said she would wait, and rightly.",
    "She wrote that she had cried at the vet's, and who would not.",
    '"It was nothing," she said, where others had run.',
    "Her teacher said she would never read, and how splendidly she has proved him wrong.",
)  # fmt: skip
UNCHEERED = (
    "Few came on Sunday.", "Half the street was without power until nine.", "None of the six applied again.",
    "The prize went to the woman in lane four.", "He completed the form without help.",
    "The oak came down on the 4th.",
    "She was the tallest of the four.", "He wrote that at least four people rang.", "The rent is paid until May.",
    "Attended eleven of twelve sessions.", "The river cuts the park in two.",
    "She laughed and looked back at the house.",
    "The account runs to eleven pages.", "They drank to the new flat.", 'The choir sang "You\'ll never walk alone".',
    '"It was a good walk," she said, when the nurse asked.', "He was the first to leave the party.",
)  # fmt: skip


@pytest.mark.parametrize("sentence", CHEERED)
def test_praise_comfort_and_maxims_are_known_by_their_kind(sentence: str) -> None:
    assert "SB205" in rules_broken(sentence)


@pytest.mark.parametrize("sentence", UNCHEERED)
def test_what_only_tells_is_no_praise(sentence: str) -> None:
    assert "SB205" not in rules_broken(sentence)


def phrases() -> list[tuple[str, Phrase]]:
    return [(name, phrase) for rule_id, name in LISTS.items() for phrase in read_phrases(name, rule_id)]


def test_every_key_in_the_lists_can_be_met() -> None:
    classes = {f"<{heading}>" for name in (*CLASS_LISTS, *VERB_CLASS_LISTS) for heading, _ in read_list(name)}
    derived = {"<verb>", "<order>", "<-ing>", "<past>", "<adverb>", "<number>", "<feeling>", "<condition>", "<thing>"}
    derived |= {"<noun>", "<name>", "<present>", "<adjective>", "<comparative>", "<ailment>"}
    keys = {(name, key) for name, phrase in phrases() for element in phrase.elements for key in element.keys}
    keys |= {(name, key) for name, phrase in phrases() for key in phrase.not_before}
    verbs = {(name, key) for name, key in keys if key.startswith("{")}
    kinds = {(name, key) for name, key in keys if key.startswith("<")}
    assert {(name, key) for name, key in verbs if not kind_of_verb(key.strip("{}")) or not key.endswith("}")} == set()
    assert {(name, key) for name, key in kinds if key not in classes | derived} == set()
    words = {(name, key) for name, key in keys - verbs - kinds if not key.replace("'", "").isalpha()}
    assert words == set()


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("try", {"tries", "tried", "trying"}),
        ("stop", {"stops", "stopped", "stopping"}),
        ("write", {"writes", "writing"}),
        ("watch", {"watches", "watched", "watching"}),
        ("agree", {"agrees", "agreed", "agreeing"}),
        ("tie", {"ties", "tied", "tying"}),
    ],
)
def test_regular_forms(base: str, forms: set[str]) -> None:
    assert forms <= set(regular_forms(base))


def test_a_word_is_known_by_its_verbs_and_kinds() -> None:
    assert {"led", "{lead}", "<past>"} <= keys_of("led")
    assert {"<adverb>"} <= keys_of("quietly")
    assert "<adverb>" not in keys_of("family")


@pytest.mark.parametrize(
    "piece",
    [
        "you should ",
        "a,",
        "?",
        "'",
        "it may very very ",
        "very ",
        "make the ",
        "do not ",
        "İ",
        "a'b'c'd'",
        "- ",
        "pain from ",
        "then, ",
        "you, the ",
        "the more ",
        "storm of the ",
        "he says you should ",
        "his advice you should ",
        "says, you should ",
        "you should, and the ",
        "if who says you should ",
        "you should whether ",
        '"said "you should" ',
        "“you should said ",
        "the you should group: ",
    ],
)
def test_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    assert grows_with_length(lambda text: list(find_breaches(text)), piece)
