"""The rules of the gate by id, and how a finding is made. Ids are a contract: never reused, never renamed."""

from __future__ import annotations

from generation.pipeline.contracts import Finding, RenderedReport
from generation.pipeline.contracts.rule import Rule

RULES = {
    rule.id: rule
    for rule in (
        Rule("SB101", "sections", "A section that is missing, out of order, extra or renamed",
             "Lay out exactly the planned sections, in order, under their fixed titles."),
        Rule("SB102", "layout", "Text that is neither a planned heading nor one bullet on one line",
             "Keep each bullet on a single line and add no text of its own between bullets."),
        Rule("SB103", "unplanned section 3", "Open points that the plan does not include",
             "Leave Section 3 out: too little was repeated to raise a point."),
        Rule("SB104", "moments", "Moments that are not one for each day with an entry, in date order",
             "Write exactly one moment for each day with an entry, in date order."),
        Rule("SB105", "bullets", "A bullet that is missing, extra, doubled or out of order",
             "Write exactly one bullet for each planned slot, in the planned order."),
        Rule("SB106", "planned counts", "A bullet that leaves out its count, what it counts, its days, or its entry",
             "State the planned counts in digits, name what they count and the days; quote the entry of a moment."),
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
        Rule("SB208", "certainty", "A frequency or certainty stronger than the plan allows",
             "Give the count of days instead."),
        Rule("SB301", "unsupported word", "A content word that no cited fact carries",
             "Use only words of the cited facts and the fixed frame words."),
        Rule("SB302", "unsupported number", "A number that no cited fact and no count carries, or of another day",
             "Use the number exactly as it was typed, beside its own day, or the planned count."),
        Rule("SB303", "unsupported date", "A date the bullet is not about, or only some of the days it counts",
             "Name exactly the days given for this bullet."),
        Rule("SB304", "unsupported feeling", "A feeling word that is not the person's own of a cited day",
             "Use only feeling words the person used of themselves on the cited days."),
        Rule("SB305", "quotation", "A quotation that is not planned words or whole facts, verbatim and in placed marks",
             "Place the planned quotation or whole facts, and write no quotation marks."),
        Rule("SB306", "no source", "A bullet that cites no fact, or a fact it was not given",
             "Cite at least one of the facts given for this bullet, and no other."),
        Rule("SB307", "denial", "A \"not\" that the cited fact does not have, or one it has left out",
             "Keep the denial of the fact, or leave the statement out."),
        Rule("SB308", "rearranged words", "Words in another order, of two facts in one clause, or cut to change sense",
             "Take one clause of one fact as it stands, of the day named, or quote it."),
        Rule("SB309", "fixed sentence", "A sentence about the window, entries or limits in other words than its own",
             "Use the fixed sentence of this bullet."),
        Rule("SB401", "link", "A web address or e-mail address",
             "Leave the address out."),
        Rule("SB402", "markup", "Markup, code or template syntax",
             "Write plain text."),
        Rule("SB403", "hidden characters", "Control, invisible or text-direction characters",
             "Use visible characters only."),
        Rule("SB404", "prompt remnant", "Orders to a program, role tags, or a program speaking of itself",
             "Leave it out; the entry may be mentioned without quoting it."),
        Rule("SB405", "length", "A bullet longer than its word limit",
             "Shorten the bullet to its word limit."),
        Rule("SB406", "plain letters", "Outside quotations: letters of other scripts, lookalikes, emoji, signs",
             "Write plain letters, digits and simple marks outside quotations."),
    )
}  # fmt: skip


def make_finding(rule_id: str, report: RenderedReport, slot_id: str | None, start: int, end: int) -> Finding:
    """A finding on `report.text[start:end]`, with the rule's hint. Raises KeyError for an unknown rule."""
    return Finding(
        rule_id=rule_id,
        slot_id=slot_id,
        start=start,
        end=end,
        excerpt=report.text[start:end],
        hint=RULES[rule_id].hint,
    )
