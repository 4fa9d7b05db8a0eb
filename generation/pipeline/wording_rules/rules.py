"""The wording rules by id. docs/rules.md is generated from them."""

from __future__ import annotations

from generation.pipeline.contracts.rule import Rule

WORDING_RULES = {
    rule.id: rule
    for rule in (
        Rule("SB201", "advice", "Advice, suggestions, judgements of what would be good to do",
             "Say only what was written; leave out what anybody could or should do."),
        Rule("SB202", "second person", "Addressing the reader",
             "Write without \"you\"; say what the entries say."),
        Rule("SB203", "causality", "A cause, effect, reason or purpose",
             "State the two things apart, without linking them."),
        Rule("SB204", "diagnosis", "A diagnosis, symptom or disorder, named or lay",
             "Leave the clinical word out, or quote the person's own words."),
        Rule("SB205", "motivation", "Praise, encouragement, hope, sympathy, reassurance",
             "Leave the praise or comfort out; state only the count or the quotation."),
        Rule("SB206", "interpretation", "Meaning, motives, states or trends read into the entries",
             "State what was written, not what it may mean."),
        Rule("SB207", "question", "A question, with or without its mark",
             "Turn it into a statement of what was written, or leave it out."),
        Rule("SB208", "certainty", "A frequency or certainty stronger than what is allowed",
             "Give the count of days instead."),
    )
}  # fmt: skip
