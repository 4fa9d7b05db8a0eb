"""Short forms and the words they stand for: contractions, chat and clinicians' notes. Data only, reviewed."""

from __future__ import annotations

# What clinicians write short, with a stroke in it, and the words it stands for; "2/2" is "secondary to", or a date.
WITH_STROKES = {
    "d/t": "due to", "2/2": "due to", "b/c": "because", "r/t": "related to", "s/t": "due to", "f/u": "follow up",
    "r/o": "rule out", "d/o": "disorder", "k/c/o": "case of", "h/o": "history of", "w/o": "without", "w/": "with",
    "c/o": "complains of", "s/p": "after", "y/o": "old", "i/v/o": "because of", "d/w": "discussed with",
    "o/e": "examination shows", "d/c'd": "discharged", "d/c": "discharge", "a/w": "associated with",
    "->": "results in", "=>": "results in", "→": "results in",
}  # fmt: skip
# Single words, each for the words it stands for.
WHOLE = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "cant": ("can", "not"), "won't": ("will", "not"),
    "wont": ("will", "not"), "shan't": ("shall", "not"), "ain't": ("is", "not"), "dont": ("do", "not"),
    "doesnt": ("does", "not"), "didnt": ("did", "not"), "isnt": ("is", "not"), "arent": ("are", "not"),
    "wasnt": ("was", "not"), "werent": ("were", "not"), "havent": ("have", "not"), "hasnt": ("has", "not"),
    "wouldnt": ("would", "not"), "shouldnt": ("should", "not"), "couldnt": ("could", "not"),
    "let's": ("let", "us"), "lets": ("lets",), "gonna": ("going", "to"), "wanna": ("want", "to"),
    "gotta": ("got", "to"), "lemme": ("let", "me"), "gimme": ("give", "me"), "oughta": ("ought", "to"),
    "shoulda": ("should", "have"), "coulda": ("could", "have"), "im": ("i", "am"), "ive": ("i", "have"),
    "youre": ("you", "are"), "youve": ("you", "have"), "youll": ("you", "will"), "thats": ("that", "is"),
    "theres": ("there", "is"), "whats": ("what", "is"), "y'all": ("you", "all"), "yall": ("you", "all"),
    "ya'll": ("you", "all"), "u": ("you",), "ya": ("you",), "yourselfs": ("yourselves",),
    "cuz": ("because",), "cos": ("because",), "coz": ("because",), "bc": ("because",), "becuase": ("because",),
    "pls": ("please",), "plz": ("please",), "shd": ("should",), "shld": ("should",),
    "shoud": ("should",), "wud": ("would",), "wld": ("would",), "cud": ("could",), "cld": ("could",), "r": ("are",),
    "abt": ("about",), "def": ("definitely",), "defo": ("definitely",), "prob": ("probably",), "probs": ("probably",),
    "obv": ("obviously",), "ur": ("your",), "rec": ("recommend",), "recs": ("recommends",), "wks": ("weeks",),
    "wk": ("week",), "tmrw": ("tomorrow",), "tmw": ("tomorrow",), "thx": ("thanks",), "shouldve": ("should", "have"),
    "wouldve": ("would", "have"), "couldve": ("could", "have"), "mustve": ("must", "have"),
    "woulda": ("would", "have"), "mighta": ("might", "have"), "musta": ("must", "have"), "hafta": ("have", "to"),
    "needa": ("need", "to"), "bcoz": ("because",), "bcz": ("because",), "bcuz": ("because",),
}  # fmt: skip
