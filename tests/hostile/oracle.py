"""What a published summary may say, checked against the raw messages by a second reading of the rules.

Written from docs/report.md and docs/adr, without the gate's code: own tokenizer, own word lists, own counting. It knows
less English than the gate and more of the input: it is handed the messages themselves, so no record can fool it. It
takes nothing from `generation.pipeline` but the shape of the input.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from generation.pipeline.contracts import PipelineInput

TITLES = {
    1: "Time Window & Scope",
    2: "Observed Patterns & Limits",
    3: "Open Points for Reflection",
    4: "Logged Moments",
}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
FULL_MONTHS = (
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
PAIRS = {'"': '"', "“": "”", "«": "»", "‹": "›"}
FRAME_WORDS = set(
    re.findall(
        r"\w+",
        "a an the of on in and is are was were there day days entry entries date dates word words used logged appears "
        "appear stands listed noted mentioned recorded named written says reads counted times",
    )
)
LIMITS = [
    r"(?P<missing>\d+) of 15 days (?:has|have) no entry, and nothing is known about (?:it|them)\.",
    r"no entry is logged in this window, and nothing is known about it\.",
    r"with entries on (?P<days>\d+) days?, no pattern is listed\.",
    r"(?P<few>\d+) days? with entries are few; these counts may not describe the whole window\.",
    r"only words written in the entries are counted\.",
    r"(?P<foreign>\d+) entr(?:y is|ies are) not in English; feeling words are read in English only\.",
]
FORBIDDEN = re.compile(
    r"\b(?:you|your|yours|yourself|should|must|ought|shall|recommend\w*|suggest\w*|advis\w*|consider|try|because"
    r"|therefore|due to|so that|thanks to|caus\w*|led to|leads to|result\w*|depress\w*|disorder\w*|diagnos\w*"
    r"|symptom\w*|trauma\w*|burnout"
    r"|anxiety|ptsd|adhd|bipolar|hope\w*|proud|congrat\w*|well done|great|keep going|sorry|worry|seems?|perhaps"
    r"|maybe|probably|clearly|always|never|often|usually|everyone|obviously|why|please|let us|let's|ignore"
    r"|instructions?|prompt|assistant|i am|i'm|we|our)\b|[?!]",
    re.IGNORECASE,
)
ORDERS = re.compile(
    r"ignore (?:all|any|the|your|previous)[\w ]{0,30}(?:rules|instructions)|<\|[a-z_]{2,}\|?|\[/?INST\]|^system:",
    re.IGNORECASE,
)
LINKS = re.compile(r"https?:|www\.|\w@\w+\.\w|javascript:", re.IGNORECASE)
MARKUP = re.compile(r"</?[a-zA-Z][^>]{0,40}>|\[[^\]\n]*\]\(|```|\{\{|\{%")
NEGATIVE = set("not no never none nothing nobody neither nor without cannot hardly n't".split())  # noqa: SIM905 - a list to read
SKIPPED = set("a an the my our i this these".split())  # noqa: SIM905 - a list to read
IRREGULAR = {
    "slept": "sleep", "ran": "run", "drank": "drink", "ate": "eat", "swam": "swim", "woke": "wake", "rode": "ride",
    "spent": "spend", "drove": "drive", "felt": "feel", "wrote": "write", "weighed": "weight", "paid": "paying",
    "temp": "temperature",
}  # fmt: skip
_NAME = rf"\b(?:{'|'.join((*FULL_MONTHS, 'sept', *MONTHS))})\b"
_DATES = re.compile(
    rf"(?P<days>\d{{1,2}}(?:(?:, and |, | and )\d{{1,2}})*) (?P<month>{_NAME})(?: (?P<year>\d{{4}}))?"
    rf"|(?P<month_first>{_NAME}) (?P<day>\d{{1,2}})(?![\d/]|[.:]\d)|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})",
    re.IGNORECASE,
)


class Oracle:
    """Checks the published texts of one input."""

    def __init__(self, inputs: PipelineInput) -> None:
        self.inputs = inputs
        self.days = [inputs.window.first + timedelta(days=n) for n in range(15)]
        self.texts: dict[date, list[str]] = {day: [] for day in self.days}
        for message in inputs.messages:
            local = message.sent_at.astimezone(ZoneInfo(inputs.zone)).date()
            self.texts[local].append(message.text)
        self.written = [day for day in self.days if self.texts[day]]

    def violations(self, text: str) -> Iterator[str]:
        """A sentence for each thing that is wrong with a published text; none when it is sound."""
        yield from _hidden(text)
        if not text.endswith("\n"):
            yield "the text ends in the middle of a line"
        sections = text.rstrip("\n").split("\n\n")
        numbers = []
        for section in sections:
            heading, *bullets = section.split("\n")
            match = re.fullmatch(r"([1-4])\. (.+)", heading)
            if match is None or TITLES[int(match[1])] != match[2] or not bullets:
                yield f"no heading: {heading!r}"
                return
            numbers.append(int(match[1]))
            for bullet in bullets:
                if not bullet.startswith("- "):
                    yield f"no bullet: {bullet!r}"
            yield from self._section(numbers[-1], [bullet[2:] for bullet in bullets])
        if numbers not in ([1, 2, 3, 4], [1, 2, 4]):
            yield f"sections {numbers}"
        if 3 in numbers and len(self.written) <= 2:
            yield "open points on a thin diary"

    def _section(self, number: int, bullets: list[str]) -> Iterator[str]:
        if number == 1:
            yield from self._scope(bullets)
        elif number == 4:
            yield from self._moments(bullets)
        else:
            for bullet in bullets:
                if bullet.startswith("Limits: "):
                    yield from self._limit(bullet.removeprefix("Limits: "))
                else:
                    yield from self._counted(bullet)
            if number == 2 and not any(bullet.startswith("Limits: ") for bullet in bullets):
                yield "no limit is stated"

    def _scope(self, bullets: list[str]) -> Iterator[str]:
        window = self.inputs.window
        first, last = (f"{d.day} {MONTHS[d.month - 1].title()} {d.year}" for d in (window.first, window.last))
        count = len(self.inputs.messages)
        wanted = [
            f"Window: {first} to {last}, 15 calendar days ({self.inputs.zone}).",
            f"Entries: {count} {'entry' if count == 1 else 'entries'} on {len(self.written)} of 15 days.",
        ]
        if bullets != wanted:
            yield f"scope: {bullets}"

    def _limit(self, sentence: str) -> Iterator[str]:
        match = next((m for pattern in LIMITS if (m := re.fullmatch(pattern, sentence))), None)
        if match is None:
            yield f"no known limit: {sentence!r}"
            return
        have = len(self.written)
        truth = {"missing": 15 - have, "days": have, "few": have}
        for name, stated in match.groupdict().items():
            if name in truth and int(stated) != truth[name]:
                yield f"limit states {stated} for {truth[name]}"
            if name == "foreign" and not 0 < int(stated) <= len(self.inputs.messages):
                yield f"limit states {stated} foreign entries"
        if "no entry is logged in this" in sentence and have:
            yield "says that nothing was written"

    def _moments(self, bullets: list[str]) -> Iterator[str]:
        if not self.written:
            if bullets != ["No entry is logged in this window."]:
                yield f"moments of an empty window: {bullets}"
            return
        if len(bullets) != len(self.written):
            yield f"{len(bullets)} moments for {len(self.written)} days"
        for day, bullet in zip(self.written, bullets, strict=False):
            words, quotes = _take_apart(bullet)
            named = self._dates(words)
            if set(named) != {day}:
                yield f"moment of {day} names {named}: {bullet!r}"
            for quote in quotes:
                if not any(quote in " ".join(text.split()) for text in self.texts[day]):
                    yield f"not written on {day}: {quote!r}"
            yield from _dangers(quotes)
            yield from self._said(words, [day], allowed_numbers=set())

    def _counted(self, bullet: str) -> Iterator[str]:
        """A bullet that counts days: of a word, a term, or a series."""
        words, quotes = _take_apart(bullet)
        days = self._dates(words)
        yield from _dangers(quotes)
        count = re.search(r"(\d+)(?: of 15)? days?", words, re.IGNORECASE)
        if count is None or not days or None in days:
            yield f"counts nothing: {bullet!r}"
            return
        known = [day for day in days if day]
        if int(count[1]) != len(set(known)) or any(day not in self.written for day in known):
            yield f"counts wrongly: {bullet!r}"
        if not quotes and not re.search(r"[^\W\d_]{2,}", re.split(r" is | on |,|:", words)[0]):
            yield f"names nothing: {bullet!r}"
        for quote in quotes:
            for day in known:
                if day in self.texts and not any(_mentions(text, quote) for text in self.texts[day]):
                    yield f"{quote!r} is not written on {day}"
        yield from self._values(words, known)
        yield from self._said(words, known, allowed_numbers={count[1], "15"}, names_subject=True)

    def _values(self, words: str, days: list[date]) -> Iterator[str]:
        """Values listed before "(dates)" or behind "date:", each written on its day."""
        listed = re.search(r".*: (?P<values>[^;()]*\d[^;()]*) \((?P<days>[^)]*)\)\.?$", words)
        if listed:
            typed = re.split(r", | and ", listed["values"])
            logged = [day for day in self._dates(listed["days"]) if day]
            if len(typed) == len(logged):
                pairs = list(zip(typed, logged, strict=True))
            else:
                yield f"values without a day each: {words!r}"
                return
        else:
            pieces = re.findall(r"(\d{1,2} [A-Z][a-z]{2}): ([^;]*?)(?:;|\.(?!\d))", words)
            pairs = [
                (value, day)
                for piece, values in pieces
                for day in self._dates(piece)
                if day
                for value in re.split(r", | and ", values)
            ]
        # Words of the frame around a value are none of it, and one bare number says how many days there are.
        named = Counter((bare, day) for value, day in pairs if (bare := _without_frame(value)) != str(len(set(days))))
        for (value, day), stated in named.items():
            written = sum(" ".join(text.split()).lower().count(value) for text in self.texts.get(day, []))
            if value and written < stated:
                yield f"{value!r} is written {written} times on {day}, not {stated}"

    def _said(
        self, words: str, days: list[date], allowed_numbers: set[str], *, names_subject: bool = False
    ) -> Iterator[str]:
        """Outside quotations: frame words, or words that stand together in a message of those days. With
        `names_subject` also one word that names what is counted, and a value as it was typed."""
        if match := FORBIDDEN.search(words):
            yield f"says {match.group()!r}: {words!r}"
        rest = _DATES.sub(lambda m: ";" if any(self._dates(m.group())) else m.group(), words)
        rest = _folded(rest)
        parts = r"[,;:.()…\n](?!\d)|\"| and " if names_subject else r"[,;:.()…\n](?!\d)|\""
        for stretch in re.split(parts, rest):
            tokens = re.findall(r"[^\W_]+(?:['’.,/:-][^\W_]+)*", stretch)
            framed = FRAME_WORDS | SKIPPED | allowed_numbers
            claimed = [token for token in tokens if token.lower() not in framed]
            # A value that names_subject lets stand is none of the words around it.
            if names_subject and len(claimed) > 1 and any(_stands(text, claimed[-1]) for text in self._texts_of(days)):
                claimed.pop()
            if not claimed:
                continue
            first, last = tokens.index(claimed[0]), len(tokens) - 1 - tokens[::-1].index(claimed[-1])
            run = [token.lower() for token in tokens[first : last + 1]]
            for part in _without_and(run):
                messages = self._texts_of(days)
                if names_subject and any(_stands(text, stretch) or _names(text, part) for text in messages):
                    continue
                if not any(_carries(text, part) for text in messages):
                    yield f"not written so on {[str(d) for d in days]}: {' '.join(part)!r} in {words!r}"

    def _texts_of(self, days: list[date]) -> list[str]:
        return [text for day in days for text in self.texts.get(day, [])]

    def _dates(self, words: str) -> list[date | None]:
        """The days named, None for one outside the window."""
        found: list[date | None] = []
        for match in _DATES.finditer(words):
            if match["iso"]:
                found.append(next((d for d in self.days if d.isoformat() == match["iso"]), None))
                continue
            name = (match["month"] or match["month_first"])[:3].lower()
            for number in re.findall(r"\d+", match["days"] or match["day"]):
                wanted = (int(number), MONTHS.index(name) + 1)
                found.append(next((d for d in self.days if (d.day, d.month) == wanted), None))
        return found


def _hidden(text: str) -> Iterator[str]:
    for character in text.replace("\n", ""):
        kind = unicodedata.category(character)
        joiner = character in "\u200c\u200d"
        if (kind in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} and not joiner) or character in "\u3164\u115f\u2800":
            yield f"hidden character U+{ord(character):04X}"


def _dangers(quotes: list[str]) -> Iterator[str]:
    for quote in quotes:
        for pattern in (ORDERS, LINKS, MARKUP):
            if pattern.search(quote):
                yield f"quotes what may not be quoted: {quote!r}"


def _take_apart(bullet: str) -> tuple[str, list[str]]:
    """The words outside quotation marks, with a mark where a quotation stood, and the quotations."""
    words, quotes, at = [], [], 0
    while at < len(bullet):
        closing = PAIRS.get(bullet[at])
        end = bullet.find(closing, at + 1) if closing else -1
        if end < 0:
            words.append(bullet[at])
            at += 1
        else:
            quotes.append(bullet[at + 1 : end])
            words.append(' " ')
            at = end + 1
    return "".join(words), quotes


def _without_frame(value: str) -> str:
    """A listed value in small letters, without frame words before and behind it."""
    words = value.lower().split()
    while words and words[0].strip(".,") in FRAME_WORDS | {""}:
        words.pop(0)
    while words and words[-1].strip(".,") in FRAME_WORDS | {""}:
        words.pop()
    return " ".join(words)


def _folded(text: str) -> str:
    """One form for letters in bold and wide, without accents, whether they were typed apart or not."""
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFKC", "".join(char for char in apart if unicodedata.category(char) != "Mn"))


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", _folded(text).lower())


def _plain(text: str) -> list[str]:
    text = _folded(text)
    return [token.lower().replace("’", "'") for token in re.findall(r"[^\W_]+(?:['’.,/:-][^\W_]+)*", text)]


def _same(one: str, other: str) -> bool:
    """Whether two words are forms of one, as far as letters tell."""
    one, other = IRREGULAR.get(one, one), IRREGULAR.get(other, other)
    if one == other:
        return True
    stem = min(len(one), len(other), 4)
    return stem >= 3 and one[:stem] == other[:stem] and not any(character.isdigit() for character in one + other)


def _mentions(text: str, quote: str) -> bool:
    """Whether the content words of a quoted name stand near each other in a message."""
    wanted = [word for word in _letters(quote) if word not in SKIPPED]
    words = _letters(text)
    return quote.lower() in " ".join(text.lower().split()) or all(
        any(_same(word, other) for other in words) for word in wanted
    )


def _stands(text: str, stretch: str) -> bool:
    """Whether a stretch with a number in it stands in a message as it is."""
    return any(c.isnumeric() for c in stretch) and stretch.strip() in " ".join(text.split())


def _names(text: str, run: list[str]) -> bool:
    return len(run) == 1 and any(_same(word, run[0]) for word in _plain(text))


def _without_and(run: list[str]) -> Iterator[list[str]]:
    yield from ([run] if "and" not in run else _split(run))


def _split(run: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in [*run, "and"]:
        if word == "and":
            if part:
                yield part
            part = []
        else:
            part.append(word)


def _carries(text: str, run: list[str]) -> bool:
    """Whether the words stand together, in order, in one clause of a message that denies nothing they leave out."""
    wanted = [word for word in run if word not in SKIPPED]
    for clause in re.split(r"[.;:!?()\n…](?!\d)|(?<=[^\W\d_])[.](?=\d)|, ", text):
        words = [word for word in _plain(clause) if word not in SKIPPED]
        for at in range(len(words) - len(wanted) + 1):
            if all(_same(words[at + k], word) for k, word in enumerate(wanted)):
                outside = words[:at] + words[at + len(wanted) :]
                if not any(word in NEGATIVE or word.endswith("n't") for word in outside) or "but" in outside:
                    return "?" not in text[text.find(clause) : text.find(clause) + len(clause) + 1]
    return not wanted
