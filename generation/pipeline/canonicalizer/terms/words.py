"""Stage A: the words that are no recurring term, in three classes, folded. Data only.

A phrase may hold `INNER_WORDS` between its content words and may open with a `WEAK_WORDS` word ("long walk"); it
holds no word of `EMPTY_WORDS`. `UNNAMED` inner words are folded away when phrases are compared.
"""

from __future__ import annotations

from generation.pipeline.reading import lexicon
from generation.pipeline.reading.function_words import OTHERS
from generation.pipeline.reading.word_set import word_set

UNNAMED = word_set("a an the my our this that these those some")
INNER_WORDS = UNNAMED | word_set("of with to for in on at from by about your his her their into over without")

WEAK_WORDS = word_set(
    """
    good bad great nice okay fine long short big small little new old young first second third last next early late
    best worst better worse same different whole half full hard easy quick slow hot cold warm real right wrong high
    low main own free open extra deep heavy light strong weak loud quiet busy weird strange stupid crazy lovely
    beautiful amazing awesome awful terrible horrible pretty huge tiny couple several important special normal
    usual panic fun funny cool interesting boring difficult simple perfect favorite favourite red blue green black white
    final mental physical emotional constant recent upcoming positive negative current entire additional
    """
)

_GRAMMAR = (
    lexicon.ONES
    | lexicon.LARGE_NUMBERS
    | word_set(
        """
    and i me mine myself you yours yourself he him himself she hers herself it its itself we us ours ourselves they them
    theirs themselves who whom whose which what where when why how whether if then than so as but or nor yet because
    since while until unless although though however therefore also too very really quite rather just only even still
    already again always never ever often sometimes usually maybe perhaps almost enough much many more most less least
    few lots lot bit all any both each every either neither no none not nothing something anything everything nobody
    somebody anybody everybody someone anyone everyone no-one other others another such
    ones ten dozen once twice half here there everywhere somewhere anywhere up down
    out off away back through across after before between under above below behind beside near around along against
    during within toward towards upon onto via per like as well else instead actually basically literally totally
    completely absolutely definitely probably certainly finally especially mostly mainly simply suddenly honestly
    obviously apparently exactly slightly somewhat kinda sorta kind sort ago soon later now today's let's that's
    it's there's what's here's who's he's she's im ive id ill dont didnt doesnt isnt wasnt arent werent cant couldnt
    wont wouldnt shouldnt havent hasnt hadnt aint gonna wanna gotta ain't cannot am is are was were be been being do
    does did done doing have has had having can could will would shall should may might must ought u ur r n w thru
    alot earlier lately till til cause cuz cos bc tho etc eg ie vs re ve ll don didn doesn isn wasn couldn wouldn
    shouldn yourselves
    """
    )
)

_VERBS = word_set(
    """
    go goes going went gone get gets getting got gotten make makes making made take takes taking took taken come comes
    coming came see sees seeing saw seen look looks looking looked know knows knowing knew known think thinks thinking
    thought want wants wanting wanted need needs needing needed feel feels feeling felt say says saying said tell tells
    telling told ask asks asking asked try tries trying tried start starts starting started keep keeps keeping kept
    give gives giving gave given put puts putting find finds finding found let lets letting use uses using used seem
    seems seemed become becomes became happen happens happened mean means meant guess guessed hope hopes hoped hoping
    wish wished love loves loved loving like likes liked enjoy enjoys enjoyed enjoying stay stays stayed staying leave
    leaves leaving left spend spent spending finish finished finishing stop stopped stopping end ended ending begin
    began begun turn turned turning bring brought show showed shown plan planned planning remember remembered forget
    forgot forgotten believe believed suppose supposed wonder wondered realise realised realize realized notice noticed
    decide decided manage managed help helped helping wait waited waiting sit sat sitting stand stood move moved
    change changed set hear heard write wrote written writing run-in able unable seems add added call called calling
    wake wakes woke waking woken getting
    """
)

_CALENDAR = lexicon.WEEKDAYS | lexicon.SHORT_WEEKDAYS | lexicon.MONTHS | lexicon.SHORT_MONTHS
_TIME = _CALENDAR | word_set(
    """
    today tonight yesterday tomorrow day days daily night nights nightly morning mornings afternoon afternoons evening
    evenings noon midday midnight week weeks weekly weekend weekends month months monthly year years yearly hour hours
    hr hrs minute minutes min mins second seconds sec secs moment moments while time times now date dates century
    mondays tuesdays wednesdays thursdays fridays saturdays sundays am pm o'clock oclock tmrw tmr
    tom spring summer autumn fall winter
    """
)

_UNITS = word_set(
    """
    km kms kilometer kilometers kilometre kilometres meter meters metre metres mile miles mi cm mm ft feet foot inch
    inches kg kgs kilo kilos gram grams lb lbs pound pounds oz liter liters litre litres ml percent percentage kcal cal
    calories calorie bpm mmhg mg mcg degree degrees celsius fahrenheit euro euros eur usd dollar dollars cent cents
    page pages rep reps point points score scale number numbers total average approx
    """
)

_FILLER = word_set(
    """
    hi hello hey hiya heya yo dear diary journal bye goodbye goodnight gn gm morning! cheers thanks thank thankyou thx
    ty please pls sorry ok okay okey kk k yes yeah yep yup yay no nope nah lol lmao rofl haha hahaha hehe omg wtf tbh
    imo imho idk btw fyi asap ugh argh meh hmm hm mmm oh ah aw wow whoa oops ouch phew sigh well anyway anyways
    whatever yada blah bla thing things stuff way ways part parts entry entries note notes update updates log logs bed
    people person guy guys man dude bro girl god gosh jesus damn hell shit fuck fucking fuckin bloody crap xoxo xx xxx
    """
)

# Function words of other languages that are content words of English: empty where the entry is not English.
EMPTY_ELSEWHERE = word_set(
    """
    die war hat man son was den dem des also fast bald gar sale pour car main fin sans dans come due fare per ser van
    dan die met mag over wel van een
    """
)
EMPTY_WORDS = (_GRAMMAR | _VERBS | _TIME | _UNITS | _FILLER).union(*OTHERS.values()) - INNER_WORDS - WEAK_WORDS

# Nouns and verbs that name no matter by themselves.
GENERIC = word_set(
    """
    work works working home house life sense good bad today currently forward ready focus mind mood state body energy
    break rest fun plan plans goal goals task tasks idea ideas experience situation reason reasons issue issues problem
    problems place places room world news event events activity activities result results chance opportunity order
    side end start beginning middle top bottom front back point feeling feelings emotion emotions thought thoughts
    overall general addition fact case example kind type level amount bit piece rest whole everything future past
    present week weekend day days night morning year time moment family friend friends people kids child children
    person man woman guy girl boy others food water coffee tea breakfast lunch dinner meal snack nap bed shower
    tv phone show movie music game book weather sun rain car bus walk run gym shop store party holiday vacation
    balance calm happy tired stress stressful joy love hope peace comfort content relaxed excitement satisfaction
    desire desires engage engaged engaging interaction interactions response responses topic topics question questions
    word words air nature couch meet meets demands demand clarity challenge challenges challenging opportunity lack
    mix option options sound sounds hungry linger lingers lingering
    accomplishment progress productivity productive motivation mindset attitude perspective contentment gratitude
    """
)
