"""Words with a full stop that need not end a sentence, all casefolded, and words that begin one."""

from __future__ import annotations

from generation.pipeline.reading import lexicon
from generation.pipeline.reading.word_set import word_set

# Always followed by what they belong to.
JOINING = word_set(
    """
    dr mr mrs ms mx prof rev hon gen sgt capt lt col mt st ste fr msgr messrs mme mlle sra srta frau e.g eg
    i.e ie vs cf viz approx appr ca c.a circa incl excl esp resp z.b d.h u.a bzw ggf inkl evtl tel p.ej p.ex al
    """
)

# Followed by a digit they belong to ("No. 5", "pp. 3-9").
WITH_DIGITS = word_set("no nos nr art sec ch chap p pp pg vol fig ext apt abs s v ver ep rm")

# May end a sentence: they do when a capital follows that begins no date ("8 a.m. Monday").
MAY_END = (
    lexicon.SHORT_MONTHS
    | lexicon.SHORT_WEEKDAYS
    | word_set(
        """
    a.m p.m etc usw jr sr inc ltd co corp dept est ave blvd rd u.s.w a.k.a misc temp avg max
    """
    )
)

# Units people put a stop after. In lower-case typing the stop ends the sentence.
SHORT_UNITS = word_set("min mins sec secs hr hrs std")

MONTHS_AND_WEEKDAYS = lexicon.MONTHS | lexicon.WEEKDAYS

# Months of languages that write the day as an ordinal with a stop ("3. Mai").
MONTHS_WITH_ORDINALS = (
    lexicon.MONTHS
    | lexicon.SHORT_MONTHS
    | word_set(
        """
    januar jänner februar märz april mai juni juli august september oktober november dezember mär okt dez
    marts maj ledna
    února března dubna května června července srpna září října listopadu prosince tammikuuta helmikuuta
    maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
    januára mája júna júla desember mars
    """
    )
)

# Before an ordinal of those languages ("am 3. ging ich").
ORDINAL_DETERMINERS = word_set("am vom zum beim der die das den dem des im bis ab seit")

# "plan B. Then", "vitamin C. Slept": a letter that is no initial.
LETTERED_NOUNS = word_set("plan vitamin option type group class grade hepatitis team part step")

# Words that begin a new sentence more often than a name's second half.
STARTERS = word_set(
    """
    a after all also am an and another anyway are as at because before but can did do does don't else even every
    everything felt finally first for from good got had has have he her here his how i i'd i'll i'm i've if in
    is it it's its just last later let like maybe me more mood my never next no not nothing now of off oh ok
    okay on one only or our out perhaps please probably really she should since sleep slept so some sometimes
    soon still such than that that's the their then there there's these they this those though to today tomorrow
    tonight too tried very walked was we we're went were what when where which while who why will with woke
    would yes yesterday yet you ate drank ran took worked cried called met read made came anxious tired sad
    happy feeling mom dad home work calm stressed bed
    """
)
