"""Stage A, voices: what of an entry somebody else says: pasted talk, messages, letters, mails, plays, lyrics, sayings.

In: the text of one message, masked or not. Out: spans in which "I" need not be the writer, in order. Talk between
quotation marks is not among them: it is found where sentences are read. Only what says itself that it is another
voice is found; a song typed without a word about it is not. Linear in the text's length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from generation.pipeline.reading import lexicon
from generation.pipeline.reading.word_set import word_set

Span = tuple[int, int]

_ROLES = word_set(
    """
    user assistant system human ai bot chatbot chatgpt gpt claude gemini copilot siri alexa model interviewer
    interviewee narrator speaker moderator host
    """
)
# Headings of a person's own notes.
_LABELS = word_set(
    """
    mood sleep energy work food exercise anxiety stress pain weight steps meds medication today tomorrow yesterday
    morning evening night afternoon day note notes gratitude goals plan feelings feeling symptoms weather thoughts
    """
)
_PARTNERS = _ROLES | lexicon.PEOPLE | word_set("me you him her they he she")
_STAMP = r"(?:\[?\d{1,4}[\d:/., apmAPM-]{3,22}\]?[ \t]*[-–—]?[ \t]*)"
_TURN = re.compile(
    rf"^[ \t]*(?P<stamp>{_STAMP})?(?:\*\*)?(?P<who>[^\W\d_][\w'’.-]{{0,20}}(?:[ ][A-Z][\w'’.-]{{0,20}}){{0,2}})"
    r"(?:[ ]?\([^()\n]{1,30}\))?(?:\*\*)?[ \t]?:(?:\*\*)?[ \t]+(?=\S)[^\n]*",
    re.MULTILINE,
)
_ROLE_ANYWHERE = re.compile(
    r"(?:^|(?<=\s))(?:User|Assistant|System|Human|AI|ChatGPT|Chatbot|Bot)[ \t]?:[ \t]", re.MULTILINE
)

_SAYING = (
    r"(?:said|says|say|texted|texts|wrote|writes|messaged|emailed|mailed|posted|replied|replies|answered|told[ ]me|"
    r"tells[ ]me|whatsapped|dmed|goes|shouted|screamed|whispered|asked|asks)"
)
_PEOPLE = "|".join(sorted(map(re.escape, lexicon.PEOPLE | lexicon.SUBJECTS_OF_OTHERS), key=len, reverse=True))
_SAID = re.compile(
    rf"(?:\b(?i:{_PEOPLE})|(?<![.!?] )(?<!^)\b[A-Z][a-z]+|^[A-Z][a-z]+)(?:[ ][^\W\d_]+){{0,3}}?[ ]{_SAYING}"
    r"(?:[ ](?:me|us|back|this|that|again|today|it|on[ ]\w+)){0,2}[ \t]?:",
    re.MULTILINE,
)
# How everything ends that `_SAID` finds: looked for first, as there are many more people than verbs.
_SAYS = re.compile(rf"[ ]{_SAYING}(?:[ ](?:me|us|back|this|that|again|today|it|on[ ]\w+)){{0,2}}[ \t]?:")
_DOCUMENT_WORDS = (
    r"\b(?:message|text|texts|note|letter|e-?mail|mail|dm|post|tweet|voicemail|voice note|reply|comment|card)s?[ ]"
    r"(?:from|by|of)[ ](?!me\b)[^\n:]{1,40}:|\b(?:lyrics?|song(?: of the day| on repeat)?|chorus|poem|prayer|"
    r"quote(?: of the day)?|saying|verse|psalm(?:[ ]\d+)?)[ ]?(?:[(\[][^\n)\]]{1,60}[)\]]|by[ ][^\n:]{1,40})?[ ]?:"
)
_DOCUMENT = re.compile(rf"(?i:{_DOCUMENT_WORDS})")
# In small letters, which a search finds several times sooner; these few are no small letters of theirs.
_SMALL_DOCUMENT = re.compile(_DOCUMENT_WORDS)
_ODD_LETTERS = re.compile("[\u0130\u0131\u017f]")
_OWN_LETTERS = word_set("diary journal god lord me myself self body universe future")
_LETTER = re.compile(r"^[ \t]*(?:Dear|Dearest|Hi|Hello|Hey)[ ](?P<to>[^\n,:]{1,30})[,:]", re.MULTILINE)
_SIGNED = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=\s{2}))(?:(?:with[ ])?(?:all[ ]my[ ])?love|lots of love|yours(?: \w+)?|sincerely"
    r"|best(?: wishes| regards)?|kind regards|regards|hugs|kisses|xx+|xo+)[,!.]?\s+[A-Z][\w'’]*[ .!x]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HEADER = re.compile(r"^(?:From|To|Cc|Subject|Sent|Date|Re|Fwd|Forwarded message)[ ]?:[^\n]*", re.MULTILINE)
_NOTES = re.compile(r"^[^\n]*[♪♫🎵🎶][^\n]*[♪♫🎵🎶][^\n]*$|^[ \t]*[♪♫🎵🎶][^\n]*$", re.MULTILINE)
_REFRAIN = re.compile(
    r"^[ \t]*[\[(](?:verse|chorus|bridge|refrain|outro|intro|hook)[^\n\])]{0,12}[\])]", re.MULTILINE | re.IGNORECASE
)
_ATTRIBUTED = re.compile(
    r"^[ \t]*(?:[—–―~]|--)[ ]?[A-Z][\w.'’]+(?:[ ][A-Z][\w.'’]+){0,3}(?:,[^\n]{1,60})?[ \t]*$", re.MULTILINE
)
_MACHINE = re.compile(
    r"\b(?:as|i am|i'm|i’m) an? (?:ai|artificial intelligence|language model|chatbot|virtual assistant)\b",
    re.IGNORECASE,
)


# What stands between quotation marks ends with them, and is not for this module.
_OPENING_MARKS = frozenset("\"'“‘«„")


def others_words(text: str) -> tuple[Span, ...]:
    """Where somebody else speaks in `text`, in order, without overlap."""
    spans = sorted(span for find in _VOICES for span in find(text) if span[0] < span[1])
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _talk(text: str) -> Iterator[Span]:
    """Lines with speakers before colons, of which at least two speak or one says what it is."""
    if ":" not in text:
        return
    turns = list(_TURN.finditer(text))
    run: list[re.Match[str]] = []
    for number, turn in enumerate(turns, start=1):
        run.append(turn)
        if number == len(turns) or text.count("\n", turn.end(), turns[number].start()) > 3:
            if _is_talk(run):
                yield run[0].start(), _paragraph_end(text, run[-1].end())
            run = []
    roles = list(_ROLE_ANYWHERE.finditer(text))
    if roles:
        yield roles[0].start(), _paragraph_end(text, roles[-1].end())


def _is_talk(turns: list[re.Match[str]]) -> bool:
    names = [turn["who"].casefold() for turn in turns]
    speakers = set(names)
    if len(speakers) < 2:
        return False
    if all(turn["stamp"] for turn in turns):
        return True
    if "me" in speakers and all(turn["who"][0].isupper() or turn["who"] == "me" for turn in turns):
        return speakers.isdisjoint(_LABELS)
    known = sum(name in _PARTNERS for name in names)
    if known == len(names) or (known and len(speakers) < len(names)):
        return True
    return all(turn["who"].isupper() and len(turn["who"]) > 1 for turn in turns) and len(speakers) < len(names)


def _messages(text: str) -> Iterator[Span]:
    """ "Mum texted: ...", "Note from Anna: ...", "Lyrics: ...": to the end of the line, or of the paragraph below."""
    if ":" not in text:
        return
    may_say = _SAYS.search(text) is not None
    may_be_document = _SMALL_DOCUMENT.search(text.lower()) or _ODD_LETTERS.search(text)
    for pattern, may_stand in ((_SAID, may_say), (_DOCUMENT, may_be_document)):
        for match in pattern.finditer(text) if may_stand else ():
            end = text.find("\n", match.end())
            end = len(text) if end < 0 else end
            said = text[match.end() : end].lstrip()
            if said and said[0] in _OPENING_MARKS:
                continue
            if not said:
                end = _paragraph_end(text, min(end + 1, len(text)))
            yield match.end(), end


def _letters(text: str) -> Iterator[Span]:
    letters = [m for m in _LETTER.finditer(text) if _OWN_LETTERS.isdisjoint(m["to"].casefold().split())]
    ends = [match.end() for match in _SIGNED.finditer(text)] if letters else []
    for letter in letters:
        following = bisect_right(ends, letter.end())
        if following < len(ends):
            yield letter.start(), ends[following]
    headers = list(_HEADER.finditer(text)) if ":" in text else []
    if len(headers) > 1:
        yield headers[0].start(), len(text)


def _verses(text: str) -> Iterator[Span]:
    """Notes of music, refrains, sayings with their author's name below."""
    if not text.isascii():
        yield from (match.span() for match in _NOTES.finditer(text))
    for match in _REFRAIN.finditer(text) if "[" in text or "(" in text else ():
        yield match.start(), _paragraph_end(text, match.end())
    for match in (*_ATTRIBUTED.finditer(text), *_MACHINE.finditer(text)):
        yield max(text.rfind("\n\n", 0, match.start()), 0), _paragraph_end(text, match.end())


_VOICES = (_talk, _messages, _letters, _verses)


def _paragraph_end(text: str, at: int) -> int:
    end = text.find("\n\n", at)
    return len(text) if end < 0 else end
