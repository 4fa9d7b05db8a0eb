"""Guards that what is written down but not said (markup, struck-out, unticked, tagged, quoted) is not read as said."""

from __future__ import annotations

import pytest

from generation.pipeline.reading.markup import masked, struck_out, without_tags


def said(text: str) -> list[str]:
    """The words left of a text, line by line."""
    return [" ".join(line.replace("\u00ad", "").split()) for line in masked(text).split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # Boxes, crosses, ticks.
        ("- [ ] anxious\n- [x] calm\n- [ ] angry", ["-", "- calm", "-"]),
        ("[ ] anxious [x] calm [ ] angry", ["calm"]),
        ("☐ sad ☑ calm", ["calm"]),
        ("[-] low\n[X] tired", ["tired"]),
        ("( ) sad (x) calm", ["calm"]),
        ("❌ angry\n✅ happy", ["happy"]),
        ("gym ✅ sad ❌ calm ✅", ["gym calm"]),
        ("✗ panic attack", []),
        ("I cried all day ❌", ["I cried all day"]),
        # Struck out.
        ("Felt ~~hopeless~~ tired.", ["Felt tired."]),
        ("<s>sad</s> calm <del>low</del> <strike>mad</strike>", ["calm"]),
        ('<span style="text-decoration: line-through">sad</span> ok', ["ok"]),
        ("s\u0336a\u0336d\u0336 calm", ["calm"]),
        ("ok ~~sad ~ low~~ calm", ["ok calm"]),
        (f"<del>{'I am sad. ' * 60}\n\nlow</DEL > calm", ["calm"]),
        (f"~~{'I am sad. ' * 60}\nlow~~ calm", ["calm"]),
        ("<s>sad <del>low</del> calm", ["sad calm"]),
        # Tags and quoted lines.
        ("Long day #sad #tired", ["Long day"]),
        ("tags: sad, low\nCalm.", ["Calm."]),
        ("> I am so sad\nPoor Anna.", ["Poor Anna."]),
        ("&gt; I am so sad\nPoor Anna.", ["Poor Anna."]),
        ("> 8 h of sleep", ["> 8 h of sleep"]),
        ("We are #1", ["We are #1"]),
        # Markdown.
        ("# Evening\n**Mood:** _not_ great", ["Evening", "Mood: not great"]),
        ("un**happy** again", ["unhappy again"]),
        ("3*20 squats, deep_work 4 h", ["3*20 squats, deep_work 4 h"]),
        ("see [my text](http://x.org/sad) and https://sad.org/mad", ["see [my text] and"]),
        ("tired\\. low\\!", ["tired . low !"]),
        # HTML.
        ("<p>I am <b>not</b> sad.</p><p>Ok.</p>", ["I am not sad.", "Ok."]),
        ("I&#39;m not sad &amp; fine", ["I'm not sad & fine"]),
        ("un<b>happy</b> again", ["unhappy again"]),
        ("<!-- sad --> calm <script>mad</script>", ["calm"]),
        ("I love you <3 and 2 < 3 > 1", ["I love you <3 and 2 < 3 > 1"]),
        ("I am <not> sad", ["I am <not> sad"]),
        # A long s, a dotted capital I and the sign of Kelvin are no letters of a tag.
        ("<ſ>sad</ſ> calm", ["<ſ>sad</ſ> calm"]),
        ("I am <İ>not</İ> sad", ["I am <İ>not</İ> sad"]),
        (
            "<ſcript>mad</ſcript> <\u017fpan line-through>low</\u017fpan>",
            ["<ſcript>mad</ſcript> <ſpan line-through>low</ſpan>"],
        ),
        ("<s>sad</ſ> calm", ["sad</ſ> calm"]),
    ],
)
def test_masks_what_is_not_said(text: str, left: list[str]) -> None:
    assert said(text) == left


@pytest.mark.parametrize("text", ["<b>&amp;</b> ~~x~~ [ ] y\n> z #t", "&nbsp;&bogus;<p", "~~~~ [x", "\u0336 ☐", ""])
def test_masks_without_changing_the_length_or_the_lines(text: str) -> None:
    assert len(masked(text)) == len(without_tags(text)) == len(text)
    assert masked(text).count("\n") >= text.count("\n")


def test_says_where_words_are_struck_out() -> None:
    text = "Felt ~~hopeless~~ tired. <s>84 kg</s> 82 kg"
    assert [text[start:end] for start, end in struck_out(text)] == ["~~hopeless~~", "<s>84 kg</s>"]
