"""Stage A: the small words of English by which `feelings` tells whose feeling a word names.

Closed classes of general English, in the folded and expanded spelling of `feeling_clauses` ("didn't" is
"did not"). Data only.
"""

from __future__ import annotations

from generation.pipeline.reading import lexicon
from generation.pipeline.reading.word_set import word_set

# --- whose ----------------------------------------------------------------------------------------

# "We feel" names nobody's own feeling: the writer is one of several.
SUBJECTS_OF_OTHERS = lexicon.SUBJECTS_OF_OTHERS | {"we"}
OTHER_PRONOUNS = SUBJECTS_OF_OTHERS | lexicon.OBJECTS_OF_OTHERS | word_set("us ourselves")
THINGS = word_set("it this that there these those which what")
PEOPLE = lexicon.PEOPLE
INNER_PARTS = word_set("mind heart mood head brain soul body spirit spirits gut inner stomach")
# Words for feelings that people are named by.
NAMES = word_set("joy hope bliss grace faith merry happy sunny glory honor honour patience love blue pride")
BODY = word_set("head brain body gut stomach")
DETERMINERS = lexicon.DETERMINERS

# --- the verb group -------------------------------------------------------------------------------

FEEL = word_set("feel felt feeling feels")
BE = word_set("am was is are were be been being")
BECOME = word_set(
    "got get getting gotten become became becoming grew growing turned went going stay stayed staying "
    "remain remained remaining keep kept keeping seem felt wake woke ended end"
)
LINKING = FEEL | BE | BECOME
# Linking verbs nobody but the writer is the subject of when a note leaves the subject out.
LINKING_OF_NOTES = word_set(
    "felt feeling feel was am got been became getting stayed kept went woke ended grew remained becoming"
)
BARE_VERBS = word_set("be feel get become stay remain keep grow end wake turn seem")
OF_THINGS = word_set("are were is feels seems")
ALSO_TAKING_THINGS = word_set("got get getting gotten keep kept keeping turned")
AUXILIARIES = word_set("have had having been being do did am was be get got getting can has 've")
# "Can" is passed over: "I can feel". "'d" is "would" or "had".
MODALS = lexicon.MODALS - {"can"} | word_set("'d cannot")
# "Apparently I am": somebody else's word, or a guess.
UNVOUCHED = word_set(
    "apparently supposedly allegedly reportedly purportedly ostensibly seemingly presumably theoretically "
    "hypothetically"
)
# "Almost felt": not felt.
NOT_QUITE = word_set("almost nearly")
UNSURE = UNVOUCHED | NOT_QUITE
NEGATORS = lexicon.NEGATORS | UNSURE | word_set("less least n't _not")
# What denies a clause; "no" and "without" deny the noun behind them.
ZONE_NEGATORS = lexicon.NEGATORS - word_set("no without nowhere cannot") | {"_not"}
CONTRASTS = word_set("but just only rather instead though although yet still merely simply actually")
FEARED = word_set(
    "afraid scared terrified frightened fear fears worried nervous dream dreams idea thought thoughts chance risk "
    "hope hopes talk talking instead accused way point guilty brink verge"
)
MISTAKING = word_set("mistook mistake mistaken mistaking")
NAMED_BY_OTHERS = word_set("diagnosed labelled labeled described called deemed judged branded considered perceived")
CONVICTIONS = word_set("sure certain convinced confident positive aware")
ENDED = word_set("gone disappeared vanished lifted over faded ended eased stopped")
SURPRISES = word_set("surprise shock amazement astonishment disbelief")
BETWEEN_MY_AND_MOOD = word_set("current overall general present own whole poor inner")
# What answers "how are you", where the person says it of themselves and nothing follows that it is about.
ANSWERS_TO_HOW = word_set("okay ok alright allright fine")
BEHIND_ANSWERS = word_set(
    "today now and but though tho just overall this so i lately again really for since anyway otherwise mostly"
)
OBJECTS_OF_VERBS = word_set("myself him them us himself herself themselves")
WAKING = word_set("woke wake waking woken up")
# Before "my" and a feeling: it goes.
RELIEVING = word_set("away calming easing release releasing eased calmed overcome soothing lifted releases without")
MOODS = word_set("mood state place headspace frame spirits phase")
DEGREES = word_set("so very really truly too just super extremely deeply")
INVERTING = word_set("am was are were is do does did have has had can could will would should might may must")
OPENING_QUESTIONS = INVERTING | word_set("why what how when where who which whose whom")

_VERBS_BEFORE_TO = word_set(
    "use started start starting began begin beginning begun continue continued continues continuing "
    "managed manage managing came come coming seem seemed seems tend tended tends happened happen learned "
    "learnt allowed allow"
)
EXPERIENCES = word_set("nice good great strange weird lovely odd relief wonderful amazing rare comforting refreshing")
FACTUAL_BEFORE_TO = _VERBS_BEFORE_TO | EXPERIENCES
BEFORE_GERUNDS = word_set(
    "left leave lay sat stood started start starting began begin beginning begun keep kept keeping end ended "
    "ending woke waking wake went go came come stayed staying spent spend remember remembered recall continued "
    "admit noticed felt find found help hate hated love loved enjoy enjoyed"
)
STOPPING = word_set("stop stopped stopping quit avoid avoided avoiding ceased cease")
GERUND_PREPOSITIONS = word_set(
    "after while when despite from by of about before since because besides between for with at on into than like and"
)
CAUSING = word_set(
    "make makes made making leave leaves left leaving keep keeps kept keeping get gets got getting has have "
    "had having turn turns turned turning render renders rendered rendering"
)
GIVING = word_set("give gives gave giving bring brings brought bringing cause causes caused causing fill fills filled")
CAUSING_BARE = word_set("make leave keep get have turn render give bring cause fill")
SELF_VERBS = word_set(
    "find found finding caught catch catching noticed notice noticing feel felt feeling consider call call "
    "made making got"
)
DEPICTIVE = word_set(
    "woke wake woken waking went go going came come coming got walked walk left leave leaving arrived arrive "
    "arriving returned return ended end ending finished finish stayed stay staying sat sit sitting lay lying "
    "lie laid stood stand drove drive driving slept sleep sleeping began started start spent spend fell fall "
    "falling ran run cycled hung live lived living wandered wander headed cried crying"
)
OTHERS_MOVE_OR_SAY = word_set(
    "called came said left texted looked seemed asked told visited cried arrived phoned wrote sat walked woke "
    "got says tells asks messaged emailed replied answered shouted yelled snapped"
)

# --- what is only supposed, said or asked ---------------------------------------------------------

DREAMT = word_set("dreamt dreamed dreaming dream dreams")
SUPPOSING = word_set(
    "if whether unless suppose supposing imagine imagining pretend pretended pretending wish wished wishing "
    "wishes hope hoping hoped hopes lest dreamt dreamed dreaming assuming provided"
)
REPORTING = word_set(
    "said says say saying told tell tells telling think thinks thought thinking ask asks asked asking claim "
    "claims claimed believe believes believed reckon reckons assume assumes assumed figure figured suspect "
    "suspects suspected suggested suggests insist insists insisted guess guessed joke joked joking wonder "
    "wondered wonders wondering doubt doubts doubted expect expects expected mean means meant write wrote feel "
    "felt report reported reports mention mentioned worries worried worry fears feared fearing texted messaged "
    "emailed replied shouted yelled whispered answered screamed imagined typed lied deny denies denied denying "
    "informed warned assured convinced decided decides concluded concludes implied implies impression illusion "
    "delusion deluded"
)
# "He lied that I", "he is convinced I"; without either what follows is mostly no report: "when he lied I was hurt".
REPORTING_BY_THAT = word_set(
    "lied deny denies denied denying informed warned assured convinced decided decides "
    "concluded concludes implied implies"
)
# "When he texted I was glad": behind a word of time or cause, only with "that".
REPORTING_IN_PASSING = word_set(
    "asked mentioned texted messaged emailed replied shouted yelled whispered answered screamed joked"
)
TELLING = word_set("say tell write report mention claim ask")
SAYING = word_set("said say saying told tell telling texted messaged replied answered insisted assured")
DOUBTING = word_set("doubt doubts doubted wonder wondered wondering wonders lied joke joked joking")
DENYING = word_set("deny denies denied denying")
# In the past these are mostly about to be put right: "I thought I was happy".
BELIEVED = word_set(
    "thought believed assumed figured imagined guessed reckoned expected supposed impression illusion delusion deluded"
)
# Behind "was" and "got": by others.
TOLD = word_set("told informed warned assured said reported claimed thought believed assumed suspected")
GETTING = word_set("got get getting")
HEARD = word_set("hear heard hearing read")
HEARING = word_set("hear hearing")
# "When I was told I felt sad", "upon hearing that I was hurt": the feeling is what came of it.
TIMES_AND_CAUSES = word_set(
    "when while after before since because cause cuz cos as until once whenever time day moment minute second"
)
BEFORE_HEARING = TIMES_AND_CAUSES | word_set("on upon by")
# "As expected I was anxious": the belief proved right.
COMPARING = word_set("as than like")
WRITING = word_set("typed wrote written texted messaged emailed")
MISTAKENLY = word_set("mistakenly wrongly falsely incorrectly erroneously")
# What is told by accident may be true; what is typed so is not.
BY_ACCIDENT = word_set("accidentally")
# Before a line that is nobody's statement, and what may stand between.
PARTS = word_set("roleplay role-play role-played")
RECITED = PARTS | word_set(
    "practised practiced practising practicing rehearsed rehearsing recite recited reciting script template "
    "affirmation affirmations mantra singing sang chanted chanting repeated repeating"
)
# "With my mantra I am", "after choir singing I am".
BEFORE_EXERCISES = GERUND_PREPOSITIONS | word_set("thanks during through")
AFTER_RECITED = word_set("the a line lines words phrase phrases sentence sentences saying along it them together with")

# Behind a feeling: it is not so, or others say it.
DENYING_BEHIND = UNVOUCHED | word_set("_not not typo")
ONLY_SO_FAR = (("on", "paper"), ("in", "theory"), ("on", "the", "outside"))
VERDICTS_OF_OTHERS = word_set("says thinks claims believes")
VERDICTS = VERDICTS_OF_OTHERS | word_set("say said think thought claim claimed believe")

# --- words that stand between a verb and its complement -------------------------------------------

INTENSIFIERS = word_set(
    "so really very too quite rather pretty fairly just still also even always often sometimes usually constantly "
    "super mega extra ultra hella damn darn fucking freaking frickin bloody kinda sorta somewhat slightly mildly "
    "incredibly extremely terribly awfully totally completely absolutely utterly thoroughly deeply truly "
    "genuinely honestly literally actually basically already again now then today tonight yesterday lately "
    "recently suddenly more most much such that this all both as well enough quietly strangely oddly weirdly dead "
    "proper real right way beyond far ever most maybe perhaps probably definitely certainly obviously "
    "clearly simply mostly mainly generally overall equally once only anyway meanwhile afterwards "
    "later soon like um uh well oh god omg ugh hmm yeah yes ok okay lol haha currently presently continually "
    "continuously perpetually forever permanently mentally emotionally physically _soft _yes _time first finally "
    "eventually immediately instantly seriously legit lowkey highkey af kind mixed fucken effing insanely "
    "crazy stupidly unbelievably ridiculously thus therefore hence however myself personally admittedly frankly "
    "sadly luckily surprisingly thankfully unfortunately weirdly either bit bare tiny ngl tbh tbf fr rn istg ffs imo"
)
# Before an adjective they only stress it; before a verb they are its subject ("this felt good").
SUBJECTS_THAT_ALSO_STRESS = word_set("this that all both most such enough much more")
COORDINATORS = word_set("and or nor but yet plus & / + , n")

# --- what may follow a predicate ------------------------------------------------------------------

AFTER_PREDICATE = (
    word_set(
        "about of with at by for that to because all today now again tonight when after since as but and though "
        "although even still this most how he she it they we i you or nor yet in on from over if while so too then "
        "before than enough lately yesterday inside overall mostly ever until till too really these after afterwards "
        "whole tho cause cuz cos bc due just more only here there lol haha xd honestly tbh right like for some "
        "every during around regarding until towards toward both very always sometimes mainly mood _soft _time _yes "
        "_not abt knowing thinking later anyway despite out sick stiff shitless up hardly barely scarcely rarely"
    )
    | UNSURE
)
ONLY_OF_PEOPLE = word_set(
    "anxious nervous angry afraid ashamed proud grateful thankful guilty jealous furious livid envious lonely hopeful"
)
AFTER_NOUN_ALONE = word_set(
    "all again today tonight now about because when this and after over but still in before lately yesterday "
    "since at from _time _soft already abt"
)
# What a note says of a feeling that is there: "anxiety is bad today", "panic is back".
IS_STRONG = word_set(
    "bad high awful terrible horrible unbearable intense strong worse rising creeping crazy insane mad brutal rough "
    "wild constant overwhelming"
)
IS_THERE = word_set("back up")
NAMES_IN_NOTES = word_set("anxiety depression stress panic fear grief anger guilt loneliness paranoia shame sadness")
# What one does of a feeling: "cried of joy", "shaking with anger".
DONE_OF_A_FEELING = word_set(
    "cried cry crying wept weeping sobbed sobbing shook shaking trembled trembling screamed screaming jumped laughed "
    "burst bursting"
)
# How a day is opened: alone in its sentence, before anything it could be said of.
OPENS_A_DAY = word_set("low flat hollow blah meh")
THINGS_OF_A_FEELING = word_set(
    "attack attacks meds medication medicine management therapist disorder disorders pills journal app group "
    "class book movie film song video post thread score scale level levels factor room button buy buying bought"
)
OBJECTS_AFTER_VERB = lexicon.WEEKDAYS | word_set(
    "this that it my the when how him her them these those being having every everything myself you what where "
    "who going doing working waking tomorrow today about not all people over whether a an to mondays tuesdays "
    "wednesdays thursdays fridays saturdays sundays"
)
FEELING_LABELS = word_set(
    "mood feeling feelings emotion emotions emotional mind state status today tonight now am pm morning evening "
    "afternoon night day me currently overall note update felt feel"
)
MOOD_LABELS = word_set("mood moods feeling feelings emotion emotions feel felt")
QUANTITIES = word_set(
    "state a an some much so lots lot of great deep sudden wave waves sense feeling feelings mix mixture bit the this "
    "that huge more mild pure total intense strong little big such overwhelming crippling constant real real any "
    "surge rush pang pangs hint touch moment moments full profound immense tremendous terrible awful horrible "
    "weird strange slight biggest greatest lingering growing rising nagging general flash twinge level amount "
    "tons loads plenty only mainly mostly just _soft old same usual familiar quiet utter sheer extreme bad _yes "
    "worst deepest newfound residual underlying subtle gentle immense steady renewed inner emotional mental"
)
HAVING = word_set(
    "have had having has feel felt feeling experienced experiencing experience get got getting suffer suffered "
    "fighting fought battling struggling dealing noticed notice noticing sense sensed carry carried carrying "
    "find found finding take takes took taking"
)
# Verbs after which any adjective may stand before the feeling: "I feel residual frustration".
SENSING = word_set(
    "feel felt feeling experienced experiencing experience sense sensed notice noticed noticing find found"
)
PLACES_OF_A_FEELING = word_set("in among amongst between at around within from on")
# "A sense of nervous energy": an adjective before these names the feeling.
ENERGIES = word_set("energy excitement anticipation feeling feelings vibe")
HAVING_IN_NOTES = word_set("had have having got felt feeling feel")
# "A sense of hope": after these any word of a list of feelings is one.
MIXTURES = word_set("sense feeling feelings mix mixture blend touch hint moment moments combination")
FULL_OF = word_set(
    "full filled overcome consumed overwhelmed struggling dealing shaking trembling sick crying burning "
    "bursting jumping battling racked wracked riddled paralyzed paralysed flooded choking boiling seething "
    "crippled ridden gripped eaten weighed hit struck mad green frozen"
)

# --- small classes made of the ones above ---------------------------------------------------------

PRONOUNS = SUBJECTS_OF_OTHERS | THINGS | word_set("i me")
CLAUSE_OPENERS = word_set(
    "so because cause cuz cos when while after before since though although then thus therefore as where until"
)
FUNCTION_WORDS = (
    PRONOUNS
    | OTHER_PRONOUNS
    | DETERMINERS
    | MODALS
    | NEGATORS
    | GERUND_PREPOSITIONS
    | word_set("to of in on at for with by from into onto over under as if than about do did does have has had")
)
# A sentence that holds one of these is no bare list: it has a subject or a verb.
OPENING_TAILS = word_set("of about abt with for from at after by because to in on over as but until since")
NOT_IN_LISTS = (
    word_set("i it he she they you we who this these those there i'd")
    | BE
    | MODALS
    | word_set("have has do does did 've feel feels seem seems")
)
OTHERS_LABELS = PEOPLE | OTHER_PRONOUNS | lexicon.POSSESSIVES_OF_OTHERS
LIST_MARKS = word_set(", / & + and n ; |")
# Small words that stand inside an item of a list of states ("grateful for my life, content").
INSIDE_ITEMS = OPENING_TAILS | word_set("my the a this these all")
# A verb in the past behind other words makes a clause: "my husband came home, exhausted".
PAST_IN_CLAUSES = word_set("came went woke got sat stood drove slept ran fell lay began hung said told kept")
# What may stand before the word of an item, and behind it.
OPENERS_IN_LISTS = word_set("me still more mild slight extreme lowkey low-key")
OPENING_VERBS_IN_LISTS = word_set("feeling felt")
# Before a noun only.
AMOUNTS = word_set("a an the high some lots lot loads of much huge big")
TAILS_IN_LISTS = word_set(
    "me ngl tbh tbf fr rn istg ffs imo _time _soft today tonight again now x yesterday lol haha tho though overall"
)
OF_NOUNS = word_set("about at over because")
# Alone in a note they are a verdict on what stands before, or a colour.
SAID_OF_THINGS_ALONE = word_set("weird odd strange blue")
# Behind a feeling these belong to it: "pissed off", "stressed out".
PARTICLES_OF_STATES = word_set("off out up down")
APOLOGIES = word_set("sorry")
# The mood a diary of one line opens with, before what was done.
HOW_ONE_IS = word_set(
    "rad good great meh bad awful ok okay alright fine amazing terrible horrible awesome lousy blah low"
)
DENYING_MANNER = SUBJECTS_OF_OTHERS | MODALS | NEGATORS | {"'d", "to", "that", "who"}
VERBS_OF_NOTES = word_set(
    "hate hated hating dread dreaded dreading regret regretted regretting worried worrying loathe loathed "
    "loathing despise despised detest detested resent resented resenting panicking panicked fearing fretting "
    "grieving envy envying"
)
# Words after which a feeling word names none.
IDIOMS = {
    "afraid": word_set("so not"),
    "calm": word_set("down before"),
    "cross": word_set("my the"),
    "free": word_set("to"),
    "hurting": word_set("physically"),
    "light": word_set("of"),
    "low": word_set("on"),
    "worse": word_set("for"),
    "happy": lexicon.WEEKDAYS
    | word_set(
        "birthday bday new christmas xmas easter anniversary hour hours holidays halloween thanksgiving valentines "
        "valentine's diwali eid hanukkah weekend ending "
        "endings medium place meal go-lucky campers"
    ),
    "mad": word_set("skills props respect max hatter"),
    "merry": word_set("christmas xmas go-round"),
    "nervous": word_set("wreck breakdown system tic laughter"),
    "suspicious": word_set("calm peace quiet silence"),
    "panic": word_set("button attack attacks room buying mode"),
}
