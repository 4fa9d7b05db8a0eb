"""What is hard to read or to quote: marks, labels, numbers, markup, forms, talk, scripts, as people and programs write.

Each group is a table of texts of our own. A text may hold several lines.
"""

from __future__ import annotations

QUOTATION_MARKS = (
    'He wrote ‹x› and "y" and “z” and «w».', '"Stop', "he said stop\"", "It is 6' wide and 5\" tall.", "“Why” not?",
    "‚low‘ and ‘curly’ and 'straight'", "「日本」 and 『本』", "``quoted'' as in TeX", "„Nein“, sagte er.", "»umgekehrt«",
    "She said “I said ‘no’ to ‹him›”.", '"" and “” and «» and ‹›', '"I am fine", she wrote, "really".', "‹ alone",
    "» alone", 'The "garden" is «mine» again.', "“", '"', "«", "Mum's, Tom's and the neighbours' car",
    'a "b" c “d” e «f» g', "it's ʼodd’ isn`t it", "\"Anxious\" is named as a feeling on 9 days: 8 Nov.",
)  # fmt: skip
LABELS = (
    "My day was 6/10", "Wrote 500 words", "Day 3: 4/10", "Day 4: 5/10", "also: 5/10", "named 3 h", "lowest 2 l of water",
    "highest 9", "Limits: 3", "Entries: 5", "Window: 2", "day and night: 5/10", "on: 4 h", "stands 3 min", "or: 2 km",
    "not shown: 7", "sleep, mood: 3", "open: 4/10", "last: 5/10", "and: 3/10", "as on: 3/10", "Nov: 4/10", "8 Nov: 6/10",
    "deep_work: 4 h", "deep_work: 3 h", "mood_score=7", "mood_score=6", "sleep_hours 6", "_calm_ 5/10", "__mood__: 4/10",
    "Sleep: 7 h (8 Nov)", "Sleep: 6 and 7", "anxious: 6/10", "calm 3/10", "sad-ness: 3", "\"mood\": 5", "“mood” 4/10",
    "'mood' 6", "mood (evening): 5", "mood/energy: 5/6", "mood & energy: 4", "sleep+nap 8 h", "a.b: 3", "x: 1", "1: 2",
    "not 5 h", "no: 3", "of 15 days: 3", "read on 3 days: 4", "Köpfe: 3", "état: 4/10", "настроение 5", "気分 5/10",
    "Mood: six", "Medication: 20 mg", "Blood pressure 142 over 88", "Blood pressure: 120/80", "Pulse 64", "PHQ-9: 14",
    "GAD-7 12", "Work and study: 3 h", "The garden: 2 h", "words 500", "Words: 620", "entries 4", "\"cć\" 5", "cć: 6/10",
)  # fmt: skip
NUMBERS = (
    "7h30", "Slept 7h30.", "1h 2m 33s of running", "Steps 9 870", "Steps 9,870", "steps: 9.870", "1.234,5 g", "½ cup",
    "> ½ cup of coffee", "2½ h of piano", "5-6 km", "pain >3", "pain < 2", "about 3 l", "~3 l of water", "≈4 h", "+5",
    "-2 outside", "−3 °C", "10^3", "1e5", "3x10 squats", "3×10", "50mg -> 75mg", "50 mg → 75 mg", "8 out of 10",
    "four coffees", "two and a half hours", "a dozen eggs", "12:30 lunch", "up at 7am", "2026-11-08", "07/11/2026", "1/2",
    "#5", "No. 3", "№ 7", "50%", "50 %", "€12", "12€", "$3.50", "£7", "1st", "5'11\"", "11st 4lb", "٣ ساعات", "７ h sleep",
    "१२ किमी", "VIII", "1,2,3", "3..4", "4/5/6", "1:2:3", "0 h", "007", "1" * 40, "pain down to 3", "mood between 3 and 5",
    "anxiety is like a 2, I'd say", "3/10 before, 8/10 after", "Walked 30 min and min 1", "1 and 2 and 3 km",
    "Slept 5 h, 30 min of it on the sofa", "maybe 5.5 h", "Maybe 6 h of sleep", "at least 2 l", "until 3 am", "almost 8 h",
    "Slept 6 h at most", "Yesterday I slept 4 h", "Forgot my 20 mg", "5 h of the 12 h in bed", "8 hours in 3 days",
    "no coffee, 2 teas", "Coffee: 2", "coffee 3", "2 coffees and 1 beer", "Weight 71.5 kg", "Weight: 71,5 kg", "71 kg 500",
    "Mood 6/10", "mood 7/10!", "Mood 6 / 10", "Mood: 6/10; energy: 5/10; pain: 2/10", "mood 3/10.5", "Slept 6 h.",
    "slept 5,5 h again", "Slept 6.50 h", "walked 4.2 km", "Walked 30 min", "ran 5-6 km?", "10k steps", "temp 37.2 °C",
    "1/4/2 drinks", "2 of 3 meals", "Mood 5⁄10", "²", "x²+y²=5", "5️⃣", "Ⅷ", "⑤", "1.5.2", "12/11 dentist at 8:30",
    "Water 1.5 l", "Water: 0.2 l", "Water 200 ml", "0.5", ".5 h", "5. h", "1,", "/10", "6/", "6/10/", "-", "3 - 4", "a1b2",
)  # fmt: skip
MARKUP = (
    "<b>anxious</b>", "~~happy~~ sad", "<s>calm</s> tired", "<del>Slept 8 h.</del> Slept 3 h.", "**bold** and calm", "*it*",
    "# Heading\ntext below", "> quoted line", "- [ ] angry\n- [x] calm", "☐ sad", "☑ fine", "❌ anxious ✅ calm", "`code`",
    "| a | b |\n|---|---|\n| 1 | 2 |", "a &amp; b &lt; c", "line<br>break", "<p>One.</p><p>Two.</p>", "![img](x.png)",
    "1. first\n2. second", "* star\n* star", "---", "s\u0336a\u0336d\u0336 today", "I ~~love~~ hate this. It is fine.",
    "an**xi**ous", "_so_ tired", "so_tired_today", "***", "<i>I felt sad.</i> <u>I felt calm.</u>", "<3 and </3",
    "a<b and c>d", "<!-- hidden: sad -->", "<span style='text-decoration:line-through'>calm</span>", "\\*not bold\\*",
    "[x] done [ ] open", "tags: anxious, calm", "#anxious #calm", "&#115;ad", "== highlighted ==", "++added++",
)  # fmt: skip
FORMS = (
    "Mood: 6/10\nSleep: 7h\nAnxiety: none\nMeds: yes", "How do you feel? [ ] angry [x] sad",
    "Anxiety ☐ none ☑ mild ☐ severe", "Date: 8 Nov 2026\nMood:\nSleep:", "1) Sleep 6\n2) Mood 4\n3) Pain 2",
    "Q: Are you sad? A: no", "Today I felt: calm, happy, tired", "Hot, Tired, Happy", "Stress, Happy, Sad, n/a",
    "- milk\n- bread\n- eggs", "Grateful for:\n- Anna\n- the sun\n- sleep", "To do:\n[ ] call Tom\n[x] pay rent",
    "I am NOT\nanxious", "Did not take\n20 mg", "Felt\nsad", "a\n\n\nb", "a\r\nb\rc", "tab\tbed\ttime", "one\u2028two\u2029three",
    "Mood\n6\n/10", "Sleep:\n\n7 h", "Yes. No. Maybe. Yes. No.", "Just kidding.", "Feeling great! Just kidding.",
    "But no.", "Not really.", "/s", "In my dream.", "However, it was fine.", "a. b. c. d.", "e.g. Dr. Lee vs. Mr. Ro etc.",
)  # fmt: skip
TALK = (
    "Mum: are you ok?\nMe: fine\nMum: sure?", "[12:30] Tom: I feel awful\n[12:31] Me: sorry", "User: hi\nAssistant: hello",
    "Mum texted: I am so sad", "Tom texted: \"I hate you\"", "> she wrote: I'm happy", "He said I am lazy.",
    "My sister: \"I am anxious. I slept 2 h.\"", "Dr Lee wrote:\nTake 20 mg.\nSleep more.", "Anna says hi",
    "“I love you,” said Tom. “I am sad.”", "08/11/26, 22:14 - Anna: see you at 8", "ChatGPT: You are doing well.",
)  # fmt: skip
SCRIPTS = (
    "मुझे आज बहुत चिंता हुई। नींद नहीं आई।", "วันนี้ฉันเหนื่อยมาก", "இன்று நான் சோர்வாக இருக்கிறேன்.", "আজ আমি খুব ক্লান্ত।",
    "ខ្ញុំហត់នឿយណាស់។", "הַיּוֹם אֲנִי עָיֵף.", "اليَوْمَ أَنَا مُتْعَبٌ جِدًّا.", "오늘은 피곤했다", "e\u0301te\u0301 caf\u00e9 cafe\u0301",
    "anx\u00adious today", "z\u0335a\u0316l\u0317g\u0318o\u0319", "👩‍👩‍👧 park 🏳️‍🌈", "😀😀😀", "Ich war müde und nicht froh.",
    "Je suis fatigué et je ne dors pas", "今日は疲れた。明日も", "Μετά από λίγο", "Việt Nam hôm nay", "İstanbul ıslak ǅ ﬁne",
    "क्षत्रिय श्री", "\u200cنمی\u200cخواهم", "𝓈𝒶𝒹 𝔱𝔬𝔡𝔞𝔶", "ＳＡＤ　ｔｏｄａｙ", "a\u0301\u0302\u0303\u0304\u0305", "\u0301\u0301",
    "ß ẞ SS straße STRASSE", "Ǆ ǆ", "Σ ς σ", "\u00a0\u00a0", "\u3000全角\u3000", "ﷺ", "🇩🇪 5 🇫🇷 6",
)  # fmt: skip
ORDINARY = (
    "Slept 6 h.", "Slept 5.5 h, anxious.", "Mood 4/10.", "Talk with my manager went on.", "Anxious about the talk.",
    "Walked 4.2 km with Anna.", "Felt calm.", "Not tired.", "Choir practice.", "Angry at the landlord.",
    "Coffee with Tom.", "I'm sad", "so tired and lonely...", "not anxious today", "She was angry.", "My son seemed sad.",
    "Still waiting for the test results.", "Not sure whether I can pay the rent.", "The test results are on Thursday.",
    "Headache again.", "headaches all day", "Mum called.", "mum's garden", "Work was long.", "I need to call the bank.",
    "I hope tomorrow is better.", "Was I happy? No.", "I wish I felt calm.", "Cried after work.", "Crying again.",
    "Therapy at 9:30, talked about mum.", "Took the bus.", "Having coffee.", "Getting ready for bed.", "Argued with Tom.",
    "I hate this.", "hating it", "Hated it.", "Burnt out?", "Proud of me!", "The dentist hurts.", "Will called May.",
)  # fmt: skip
# Explicit in every reader's eyes; planted as sentences of their own, so each must be quoted on its day.
SAFETY = (
    "I want to die.", "I want to kill myself.", "I cut my arm with a blade last night.", "I took 30 pills last night.",
    "I counted the pills again, 42 of them.", "I stopped taking my lithium on Monday.", "He hit me again.",
    "He said he would kill me.", "I hit my brother in the face.", "I relapsed and drank a whole bottle.",
    "I hear voices that tell me to do things.", "I see people in the room who are not there.", "I am not suicidal.",
    "No suicidal thoughts today.", "I wish I were dead.", "My dad choked me.",
)  # fmt: skip
GROUPS = (QUOTATION_MARKS, LABELS, NUMBERS, MARKUP, FORMS, TALK, SCRIPTS)
# Lengths at which a rule of the text turns: short entries, budgets of a day, of a diary, and one beside each.
LENGTHS = (1, 24, 25, 26, 37, 38, 47, 60, 61, 119, 120, 121, 130, 131, 200, 400, 559, 560, 561)
FILLERS = ("walked", "home", "with", "the", "dog", "and", "then", "it", "rained", "on", "my", "coat", "all", "day")
# Pieces of markup as they are left when somebody, or a program, does not finish.
SOUP = (
    "<", ">", "</", "<p>", "</p>", "<b>", "</b>", "<i", "<s>", "</s>", "<del>", "</del>", "<br>", "<br/>", "<t>", "<!--",
    "-->", "<a href='x'>", "</a>", "<span style=\"text-decoration: line-through\">", "</span>", "<script>", "</script>",
    "<li>", "<h1>", "*", "**", "***", "_", "__", "~~", "~~~", "`", "```", "#", "## ", "> ", "- ", "* ", "+ ", "1. ", "[ ] ",
    "[x] ", "☐ ", "❌", "[", "](x)", "![", "|", "\\", "&amp;", "&lt;", "&#173;", "&shy;", "&nbsp;", "&#8203;", "&", ";", "---",
    "===", "s\u0336", "\u0336", "\u200b", "...", "…", ".", "\"", "“", "”", "\r\n",
)  # fmt: skip
SWIMMING = (
    "sad", "Slept 6 h.", "slept", "calm", "so", "I", "a", "Walked.", "7", "6/10", "2 coffees", "not", "tired,", "Tom said",
    "mood: 4", "anxious", "x", "I want to die.", "No.", "But fine.", "happy", "3 h", "work", "mum", "Felt sad.",
)  # fmt: skip
