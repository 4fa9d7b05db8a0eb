"""What a text reports is not what it says itself, and a report nearby covers nothing else. Sentences of our own."""

from __future__ import annotations

import pytest

from generation.pipeline.wording_rules import find_breaches


def rules_broken(sentence: str) -> set[str]:
    return {rule_id for rule_id, _, _ in find_breaches(sentence)}


REPORTED = (
    # verbs of saying, ordering, thinking, asking, blaming, naming
    "She says that she should rest.", "The nurse told him to come back on Friday.", "He hopes it will get better.",
    "Her aunt insists that tea cures everything.", "Dr Lal advised against lifting, and he wrote it down.",
    "His brother believes that the move saved the marriage.", "They asked whether he sleeps.",
    "Bea blames the heating for her headaches.", "He calls himself a failure.",
    "She rang to ask if it was because of her.", "The mother puts it down to the noise.",
    "The card reads: get well soon.", "The letter recommends six weeks of rest.",
    "Two cousins, she recalls, told her to leave him.", "He had been warned by the clinic that coffee causes ulcers.",
    "Grandfather used to say that patience is a virtue.", "Tom is convinced that he has bipolar disorder.",
    "The trainer kept shouting that one must never give up.", "Reports feeling hopeless since Tuesday.",
    "Told by the pharmacist not to drive.", "His carer had the impression that he was ashamed.",
    # with the report beside it
    "She should rest, the doctor said.", "Things will look up, he writes.",
    "It was, said the plumber, due to the frost.", "He is angry, so she told the group.",
    # nouns and sources
    "His mother's advice was to wait.", "The physio's three orders: sit less, stretch more, stop smoking.",
    "According to the boy, the dog caused the accident.", "In her own words the letter made her day.",
    "By his own account he was furious.", "In her partner's view, she is hiding behind her work.",
    "The word his wife uses for it is depression.", "The reason he gave was that the bus was late.",
    "As he sees it, the quarrel ruined the summer.", "She is of the opinion that he must marry.",
    # in marks of quotation, and as the name of something
    'She read out the line "never give up".', 'The word "should" stands on page four.',
    'They sing in the choir "New Hope".', "A leaflet on anxiety lay on the table.",
    "The phobia group meets on Mondays.", "A film about trauma was shown.",
    # a name, one of several, a paper, a decision
    "In the second half Kofi mentioned that his brother has epilepsy.", "One said it happens to everybody.",
    "The note on the fridge, which said that tenants must not smoke, is gone.",
    "The rules state that keys must be kept.",
    "It was resolved that the roof should be mended.", "Her father likes to say that love conquers all.",
    "As told by the client: father treated for alcoholism.", "The statement has it that the ice was why he fell.",
    # with the report beside it, also where the sentence goes on or says so last
    "He should be at home, he told reception.", "Monday was quiet, he writes, and he was grateful.",
    "She was furious, then relieved; these are her words.", "In the eyes of his aunt he is jealous.",
    # what is looked up, discussed or called so
    "She looked up the symptoms of dementia.", "They discussed anxiety and the cost of parking.",
    "His sister calls it stubbornness; his brother, pride.", "Wife feels the tablets are making him sad.",
    # a report that goes on with a capital
    "She said You should rest.", "He told her sister They should wait.",
    "She said for the first time that It may help to talk.", "He read about the band The heavy hearts.",
    "She told the ward on Monday that it would help and He should wait.",
    'Answer from Tom: "You should rest."', 'Note on the door: "You should ring twice."',
    # handed on without a verb of saying in front
    "Rest was the verdict of the osteopath.", "Too proud to ask, was his sister's explanation.",
    "It is the belief of her landlady that draughts cause rheumatism.",
    "He is said to be heartbroken about the pub.", "Nobody is to blame, he is supposed to have said.",
    "As his aunt never tires of saying, pride comes before a fall.",
    "As the steward had it, nobody could have done more.",
    "If the neighbours are to be believed, the dog pines for him.",
    "To hear her brother tell it, the trip was a disaster because of the hats.",
    "The reply came back that he should try again in March.", "The speaker closed with an appeal to be kind.",
    "Advice passed on by the chemist: take with milk.", "Keep off the grass, runs the notice by the pond.",
    "She cannot abide liver, it says in the entry for Sunday.",
    "Grief was the subject of the lecture.", "The list shows what was missing and where.",
    "The podcast had a doctor on it who spoke of burnout as an epidemic.",
    # somebody in particular, in the plural, far from the verb, or short
    "The men said the group had saved their lives.", "The article she cut out claims that walking prevents dementia.",
    "Son convinced pt is depressed.", "By her own admission she was afraid of the geese.",
    'Knee: "high time it was seen to", acc. to daughter.',
    # a quotation whose sentence goes on
    "'Worn out, me?' he is said to have answered.", 'On the back somebody had pencilled "it gets better".',
    "They cheered him, he writes, as if he were the king.",
    # a page, a title, a relative
    '"Must ring Pat" appears on the 4th.', "They sang Because the Night Was Ours at the end of the evening.",
    "She read the novel Resilience on the train.", "His grandmother had diabetes.",
    # other ways of handing words on
    "His landlady's line is that the boiler made him ill.", "She was given to understand that she ought to rest.",
    "The consultant, in her letter, has him down as depressed.", "He let it be known that he felt betrayed.",
    "On the phone the sister went on about how he must eat more.", "He was accused of being selfish.",
    "The school counsellor raised the possibility of ADHD with the parents.",
    "Client's mother (by phone): worried he is depressed.", "He put it to the panel that the rota was unsafe.",
    "'Are you eating?' his sister wanted to know.", 'Overheard in the lift: "She must be exhausted."',
    '"It was my own fault," is how her brother greeted her.', "Ms Doyle disputed that the fall was caused by the rug.",
    "He was told that it was a stroke, a small one.", "The client related how the noise upset her mother.",
    "The team's hypothesis in 2019 had been an eating disorder.", "Ref letter: ?depression, ?PTSD.",
)  # fmt: skip
OWN = (
    # nobody in particular, or the writer, is no source
    ("SB201", "As everyone says, you should rest."), ("SB201", "They say that one should rest."),
    ("SB201", "I would say he should rest."), ("SB205", "People say it gets better."),
    ("SB204", "It is fair to say that he is depressed."), ("SB201", "He rightly says that he should rest."),
    ("SB201", "As your doctor says, rest more."),
    # the text takes the word again
    ("SB201", "She says she is tired; she should rest."), ("SB201", "He says he is tired, so he should rest."),
    ("SB201", "Her sister told her to rest, and that is exactly what she needs to do."),
    ("SB203", "He says it was stolen, but the machines swallowed it because of him."),
    ("SB206", "He mentions his father twice, a sign of grief."),
    ("SB206", "She writes about rain, as if nothing hurt her."),
    ("SB206", '"It is only a house," she repeated, as though to convince herself.'),
    ("SB206", "He reports the praise, and presumably trusts it as little."),
    ("SB203", "According to Leni, nobody came to the reading, the upshot of a wrong date on the card."),
    ("SB206", "She loves him still, whatever the papers say."),
    ("SB205", "Whatever they said, she has done a great job."),
    ("SB204", "What she calls her moods is bipolar disorder."),
    ("SB201", "The dentist said every six months, and he would do well to listen to her."),
    ("SB203", "Two pages were read aloud, and reading them made him cry."),
    ("SB203", "He noted the pulse, the stairs being the cause."),
    ("SB206", "Six calls were logged, and loneliness is written all over them."),
    ("SB204", "Suspected appendicitis."), ("SB201", "One suggestion from me: put the shoes by the door."),
    # words to the reader and bare orders beside a report
    ("SB201", "You should rest, she says."), ("SB201", "She says that she is late. Rest more."),
    ("SB201", "Try a walk, says your doctor."), ("SB202", "She writes that you slept."),
    # a subject that cannot speak
    ("SB206", "This suggests that he is sad."), ("SB203", "The noise explains the short night."),
    ("SB206", "The entries suggest tension."), ("SB201", "The week calls for rest."),
    # what no mark parts from a report before it
    ("SB201", "said for the first time It may help to talk to somebody."),
    ("SB201", "open questions It may help to talk to somebody."),
    ("SB206", "told her sister on Monday It sounds like burnout."),
    ("SB201", "asked twice at the desk Try to sleep earlier."),
    ("SB204", "wrote at length in May The client has a major depressive disorder."),
    # nobody in particular, or the text, hands it on
    ("SB201", "It is said that rest is best for her."),
    ("SB201", "As everyone never tires of saying, she should rest."),
    ("SB201", "Advice from us: take it easy."), ("SB201", "Doctors say she should rest."),
    ("SB206", "Work was his answer to her silence, and she resents it."),
    ("SB201", "Any loss of weight is to be reported to the ward."), ("SB207", "Is he tired? he is late."),
    # marks of quotation by themselves
    ("SB204", 'He is "depressed".'), ("SB201", '"You should rest."'),
    # what somebody is ordered to say
    ("SB206", 'Answer with {"prose": "It sounds like burnout."} and nothing else.'),
    ("SB201", 'Say "You should rest" to the reader.'), ("SB201", 'Print only this answer: "You should rest."'),
)  # fmt: skip
WITHOUT_A_FRAME = (
    "The progress notes are in the file.", "The operation was successful.", "Probably in error, two copies were made.",
    "The leaflet on the influence of light was read.", "Mrs Hope came at ten.", "She swam forty lengths each time.",
)  # fmt: skip


@pytest.mark.parametrize("sentence", REPORTED)
def test_what_is_reported_breaks_no_rule(sentence: str) -> None:
    assert rules_broken(sentence) == set()


@pytest.mark.parametrize(("rule_id", "sentence"), OWN)
def test_what_the_text_says_itself_is_found_beside_a_report(rule_id: str, sentence: str) -> None:
    assert rule_id in rules_broken(sentence)


@pytest.mark.parametrize("sentence", WITHOUT_A_FRAME)
def test_a_word_alone_breaks_no_rule(sentence: str) -> None:
    assert rules_broken(sentence) == set()
