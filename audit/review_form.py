"""What comes back from the review page: five answers, a verdict, marks, a note."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from audit.models import MarkKind, Question, ReviewVerdict
from audit.models.review import BEST, NOTE_MAX_LENGTH, WORST
from audit.reading_page import code_points, code_units
from audit.reviewing import Mark, Said

MAX_MARKS = 100
_SCALE = [(str(answer), str(answer)) for answer in range(WORST, BEST + 1)]


class ReviewForm(forms.Form):
    """`text` and `messages` (id to text) are what the marks are laid on; offsets from the browser are UTF-16 units."""

    flag = forms.BooleanField(required=False)
    note = forms.CharField(required=False, max_length=NOTE_MAX_LENGTH, widget=forms.Textarea)
    marks = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, text: str, messages: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._text, self._messages = text, messages
        for question in Question:
            self.fields[question.value] = forms.TypedChoiceField(
                label=question.label, choices=_SCALE, coerce=int, widget=forms.RadioSelect
            )

    @property
    def scales(self) -> list[forms.BoundField]:
        """The five questions in order, for the page."""
        return [self[question.value] for question in Question]

    @property
    def words_of_errors(self) -> list[str]:
        """What is wrong, a sentence each, named after the question it belongs to."""
        named = {question.value: f"{question.label}: " for question in Question}
        return [f"{named.get(field, '')}{errors[0]}" for field, errors in self.errors.items()]

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if "\x00" in note:
            raise ValidationError("The note holds a NUL character, which cannot be stored. Remove it.")
        return note

    def clean_marks(self) -> tuple[Mark, ...]:
        """Raises ValidationError for what is no list of marks on these texts."""
        try:
            return tuple(self._mark(one) for one in _as_list(self.cleaned_data["marks"] or "[]"))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise ValidationError("The marks could not be read. Load the page again and mark the words anew.") from None

    def said(self) -> Said:
        """What a valid form says."""
        return Said(
            answers={question: self.cleaned_data[question.value] for question in Question},
            verdict=ReviewVerdict.FLAG if self.cleaned_data["flag"] else ReviewVerdict.APPROVE,
            note=self.cleaned_data["note"],
            marks=self.cleaned_data["marks"],
        )

    def _mark(self, sent: Mapping[str, Any]) -> Mark:
        kind = MarkKind(sent["kind"])
        message_id = sent.get("message")
        text = self._text if message_id is None else self._messages[message_id]
        if (kind is MarkKind.MISSING) != (message_id is not None):
            raise ValueError
        first, last = int(sent["start"]), int(sent["end"])
        if not 0 <= first < last <= code_units(text, len(text)):
            raise ValueError
        start, end = code_points(text, first), code_points(text, last)
        if start == end:
            # Half a sign, as a browser may cut a pair of surrogates, holds no word.
            raise ValueError
        return Mark(kind, start, end, None if message_id is None else UUID(message_id))


def _as_list(sent: str) -> list[Any]:
    marks = json.loads(sent)
    if not isinstance(marks, list) or len(marks) > MAX_MARKS:
        raise ValueError("no list of marks, or too long a one")
    return marks
