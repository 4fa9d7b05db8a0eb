"""A chat exported by WhatsApp, without media or with them: text, in the forms of its date an iPhone or Android writes.

What stands for media, deleted messages and the mark of an edited one are the app's words, in English, German, Spanish,
French, Italian or Portuguese, and no entry; nor is what an iPhone says in somebody's name, behind a mark of direction.
Struck-out words have one tilde on either side in WhatsApp and two in what is stored, as in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.diary_formats.chat_lines import rows_of_chat, stamped
from core.diary_formats.options import ReadOptions
from core.diary_formats.rows import FileRefused, Row
from core.diary_formats.written_dates import without_marks

_FIRST_LINES = 50
# A poll and what stands behind an attachment are the person's own.
_SAID_BY_PHONE = re.compile(
    "\\A\u200e(?!POLL:|UMFRAGE:|<)[^\n]*|\\s?\u200e(?:image|video|audio|gif|bild) (?:omitted|weggelassen)\\s*\\Z",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"<(?:media omitted|medien ausgeschlossen|medien weggelassen|multimedia omitido|médias omis|media omessi"
    r"|mídia oculta|arquivo de mídia oculto)>"
    r"|(?:image|video|audio|sticker|gif|document|contact card|bild|dokument|kontaktkarte)\s(?:omitted|weggelassen)"
    r"|<(?:attached|anhang): [^<>\n]{1,200}>"
    r"|(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht"
    r"|du hast diese nachricht gelöscht)\.?|null",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"<(?:attached|anhang): [^<>\n]{1,200}>|\A[^\n]{1,200}\.\w{2,4} \((?:file attached|datei angehängt)\)",
    re.IGNORECASE,
)
_EDITED = re.compile(r"\s?<(?:this message was edited|diese nachricht wurde bearbeitet\.?)>\s*\Z", re.IGNORECASE)
_STRUCK = re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]{1,2000})(?<=\S)~(?![\w~])")


def is_whatsapp(text: str, name: str) -> bool:
    """Whether one of the first lines begins as a message."""
    return any(stamped(line) for line in text.split("\n", _FIRST_LINES)[:_FIRST_LINES])


def read_whatsapp(text: str, options: ReadOptions) -> Iterator[Row]:
    """A row for each message of the chat, whoever wrote it. Raises FileRefused for any other text."""
    if not is_whatsapp(text, ""):
        raise FileRefused('is not a chat of WhatsApp: no line begins as "[8.11.26, 21:14:03] Name: ".')
    yield from rows_of_chat(text, options, _words)


def _words(body: str) -> str:
    text = _EDITED.sub("", without_marks(_SAID_BY_PHONE.sub("", body))).strip()
    if _MEDIA.fullmatch(text):
        return ""
    return _STRUCK.sub(r"~~\1~~", _ATTACHED.sub("", text)).strip()
