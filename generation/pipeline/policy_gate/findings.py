"""The rules of the gate by id, and how a finding is made. Ids are a contract: never reused, never renamed."""

from __future__ import annotations

from generation.pipeline.contracts import Finding, RenderedReport
from generation.pipeline.contracts.rule import Rule

RULES = {
    rule.id: rule
    for rule in (
        Rule("SB111", "unknown id", "A composition that names what the plan does not hold, twice, or out of its order",
             "Name ids of the plan, each once, in its order."),
        Rule("SB112", "too many", "More of a kind than the plan lists, or a feeling in two places",
             "List no more of a kind than the plan allows."),
        Rule("SB113", "budget", "More words of a day than its budget, beside what is required or bound together",
             "Choose fewer sentences of this day, or shorter ones."),
        Rule("SB114", "another bullet", "A bullet that plan, composition and sentences do not give, or give otherwise",
             "Render the composition again."),
        Rule("SB115", "layout", "Headings, spans or what is left out other than plan and composition give",
             "Render the composition again."),
        Rule("SB303", "unsupported date", "A day on which the entries do not carry what the bullet names",
             "Name only days on which an entry holds the word or the value."),
        Rule("SB311", "unknown sentence", "A line that is none of the sentences of a summary",
             "Use only the sentences of a summary."),
        Rule("SB312", "form of dates", "Days outside the window, out of order, or not in the form of a list of days",
             "List the days in order, the month behind the last of its days."),
        Rule("SB313", "days of a feeling", "A feeling that leaves out a day of its form, or says more than they do",
             "List all days on which a form stands: where it is named, and where it is also written."),
        Rule("SB314", "value", "A value or a label that no entry of its day holds as typed, with what bounds it",
             "Give the value as it was typed on its day, with the words that bound it."),
        Rule("SB315", "quotation", "A quotation not verbatim or in other marks, or `…` not where something is left out",
             "Quote as it was typed, and mark exactly where something is left out."),
        Rule("SB316", "count", "A count that the entries, or the days beside it, do not bear out",
             "Count again."),
        Rule("SB317", "days of a word", "An area or a term that leaves out a day of its form, or is of too few",
             "List all days on which a form stands."),
        Rule("SB318", "limit", "A limit that is not true, or one that applies and is not stated",
             "State every limit that applies, and no other."),
        Rule("SB319", "open point", "An open point that leaves out a day, or whose last sentence is not the last",
             "List all days, and quote the last sentence that holds the matter."),
        Rule("SB320", "order", "Sections or bullets out of order, twice, or more of a kind than the days allow",
             "Keep the order of the text and the most that is listed of a kind."),
        Rule("SB401", "link", "A web address or e-mail address",
             "Leave the address out."),
        Rule("SB402", "markup", "Markup, code or template syntax",
             "Write plain text."),
        Rule("SB403", "hidden characters", "Control, invisible or text-direction characters",
             "Use visible characters only."),
        Rule("SB404", "prompt remnant", "Orders to a program, role tags, or a program speaking of itself",
             "Leave it out; `…` says that something is."),
        Rule("SB405", "length", "A bullet longer than any bullet may be",
             "Choose less for this bullet."),
        Rule("SB406", "plain letters", "Outside quotations: letters of other scripts, lookalikes, emoji, signs",
             "Write plain letters, digits and simple marks outside quotations."),
        Rule("SB407", "quotation marks", "A mark of quotation without its other half",
             "Set words in the first pair of marks of which they hold neither."),
        Rule("SB501", "missing day", "A day with entries that has no bullet in Section 4",
             "Write one bullet for each day with an entry."),
        Rule("SB502", "safety", "A sentence of explicit safety words that is not quoted",
             "Quote every sentence that is required."),
        Rule("SB503", "parted", "Bound sentences of which some are quoted, or a day that fits and is not whole",
             "Quote what belongs together, and what fits, whole."),
        Rule("SB504", "listed twice", "A form or label in two bullets, or two forms one of which holds the other",
             "List a form once, and of two the longer."),
        Rule("SB505", "contradicted count", "A count of days that a quotation of the same text contradicts",
             "List the day of the quotation too, or leave the bullet out."),
        Rule("SB506", "left out in silence", "A sentence, a feeling or a number that stands nowhere and is not listed",
             "Count and list what the text leaves out."),
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


def find_slot(rule_id: str, report: RenderedReport, slot_id: str | None) -> Finding:
    """A finding on the whole bullet of `slot_id`, on the whole text where it has none."""
    slot = next((slot for slot in report.slots if slot.slot_id == slot_id), None)
    start, end = (slot.start, slot.end) if slot else (0, len(report.text))
    return make_finding(rule_id, report, slot_id, start, end)
