"""`SB2xx`, wording: what may not be said even with the diary's own words. Quotations are never read here.

In: one bullet with its quotations blanked. Out: findings with the exact words. Each pattern is a plain
alternation of words and short phrases: linear, no backtracking to speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generation.pipeline.contracts import AllowedWording, Finding
from generation.pipeline.policy_gate.findings import make_finding
from generation.pipeline.policy_gate.reading import Reading


def _any_of(phrases: str) -> re.Pattern[str]:
    """Whole words and phrases, one per line or comma; a blank matches any run of white space."""
    parts = [phrase.strip() for phrase in re.split(r"[,\n]", phrases) if phrase.strip()]
    alternatives = "|".join(part.replace(" ", r"\s+") for part in sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?i)(?<!\w)(?:{alternatives})(?!\w)")


_PATTERNS = {
    "SB201": _any_of(
        """should, ought to, must, need to, needs to, had better, try to, try, consider, considering, recommend,
        recommended, suggest, suggestion, advise, advice, advisable, make sure, be sure to, remember to, it may help,
        might help, could help, would help, why not, how about, worth trying, good idea, best interest, avoid, keep up,
        let us, let's, talk to, seek, would benefit, important to, better to"""
    ),
    "SB202": _any_of("you, your, yours, yourself, yourselves, you're, you've, you'll, you'd, u, ur"),
    "SB203": _any_of(
        """because, because of, since, due to, owing to, thanks to, as a result, therefore, thus, hence, so, so that,
        consequently, causes, caused, cause, causing, leads to, led to, leading to, results in, resulted in,
        triggered, triggers, trigger, makes, made, which is why, the reason, reasons for, after, when, whenever,
        effect, affected, affects, contributes, contributed, influenced, linked to, related to, thereby"""
    ),
    "SB204": _any_of(
        """depression, depressive, depressed, disorder, syndrome, diagnosis, diagnosed, symptom, symptoms, trauma,
        traumatic, ptsd, adhd, ocd, bipolar, burnout, burn-out, burned out, psychosis, psychotic, narcissistic,
        personality disorder, anxiety disorder, panic disorder, clinical, pathological, addiction, addicted, insomnia,
        mental illness, illness"""
    ),
    "SB205": _any_of(
        """well done, good job, great job, great, keep going, keep it up, proud, congratulations, hope, hopefully,
        encouraging, encouraged, impressive, admirable, brave, strong, you got this, hang in there, do not worry,
        don't worry, it will be fine, things will get better, progress, achievement, achieved, success, successful,
        sorry, amazing, wonderful, fantastic, positive step"""
    ),
    "SB206": _any_of(
        """seems, seem, seemed, appears to be, appear to be, sounds like, suggests, indicates, indicating, implies,
        reflects, reveals, shows that, means that, meaning, likely, probably, perhaps, apparently, underlying,
        unconscious, deep down, really, struggles, struggling, coping, improved, improving, improvement, better,
        worse, worsened, worsening, increased, increasing, decreased, decreasing, trend, tendency, tends to,
        average, progressively"""
    ),
    "SB207": re.compile(
        r"[?？؟⸮]|(?i:^\s*(?:what|why|how|who|whom|whose|which|where|when|could|would|do|does|did|can|will)\b)"
    ),
}
_CERTAINTY = _any_of(
    """always, never, clearly, obviously, definitely, certainly, consistently, constantly, undoubtedly, without doubt,
    every day, each day, everyone, everything, all the time, usually, often, frequently, regularly, mostly, mainly,
    typically, generally, rarely, repeatedly, continually, completely, entirely, absolutely, proves, proven, surely,
    many, most, several"""
)  # fmt: skip


def find_breaches(words: str, allowed: AllowedWording) -> Iterator[tuple[str, int, int]]:
    """Yield (rule id, start, end) for every forbidden wording in `words`, quotations already blanked."""
    for rule_id, pattern in _PATTERNS.items():
        for match in pattern.finditer(words):
            yield rule_id, match.start(), match.end()
    permitted = {*allowed.quantifiers, *allowed.hedges}
    for match in _CERTAINTY.finditer(words):
        if match.group().casefold() not in permitted:
            yield "SB208", match.start(), match.end()


def check_wording(reading: Reading) -> Iterator[Finding]:
    """All wording findings of one report."""
    for bullet in reading.bullets:
        for rule_id, start, end in find_breaches(bullet.words, reading.plan.allowed_wording):
            offset = bullet.rendered.start
            yield make_finding(rule_id, reading.report, bullet.rendered.slot_id, offset + start, offset + end)
