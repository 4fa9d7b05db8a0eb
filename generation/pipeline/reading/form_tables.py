"""The words whose forms no rule of spelling tells, folded, reviewed word by word. Data only."""

from __future__ import annotations

from generation.pipeline.reading.word_set import word_set

_IRREGULAR_FORMS = {
    # Verbs.
    "be": "am is are was were been",
    "bear": "bore borne",
    "beat": "beaten",
    "become": "became",
    "begin": "began begun",
    "bend": "bent",
    "bind": "bound",
    "bite": "bitten",
    "bleed": "bled",
    "blow": "blew blown",
    "break": "broke broken",
    "bring": "brought",
    "build": "built",
    "burn": "burnt",
    "buy": "bought",
    "catch": "caught",
    "choose": "chose chosen",
    "come": "came",
    "creep": "crept",
    "deal": "dealt",
    "die": "dying",
    "dig": "dug",
    "do": "did done does",
    "draw": "drew drawn",
    "dream": "dreamt",
    "drink": "drank drunk",
    "drive": "drove driven",
    "dye": "dyeing",
    "eat": "ate eaten",
    "fall": "fell fallen",
    "feed": "fed",
    "feel": "felt",
    "fight": "fought",
    "find": "found",
    "flee": "fled",
    "fly": "flew flown",
    "forget": "forgot forgotten",
    "forgive": "forgave forgiven",
    "freeze": "froze frozen",
    "get": "got gotten",
    "give": "gave given",
    "go": "went gone goes",
    "grow": "grew grown",
    "hang": "hung",
    "have": "has had",
    "hear": "heard",
    "hide": "hid hidden",
    "hold": "held",
    "keep": "kept",
    "kneel": "knelt",
    "know": "knew known",
    "lay": "laid",
    "lead": "led",
    "lean": "leant",
    "learn": "learnt",
    "leave": "left",
    "lend": "lent",
    "lie": "lying lain",
    "light": "lit",
    "lose": "lost",
    "make": "made",
    "mean": "meant",
    "meet": "met",
    "oversleep": "overslept",
    "overeat": "overate overeaten",
    "overthink": "overthought",
    "pay": "paid",
    "ride": "rode ridden",
    "ring": "rang rung",
    "rise": "rose risen",
    "run": "ran",
    "say": "said",
    "see": "saw seen",
    "seek": "sought",
    "sell": "sold",
    "send": "sent",
    "sew": "sewn",
    "shake": "shook shaken",
    "shine": "shone",
    "shoot": "shot",
    "show": "shown",
    "shrink": "shrank shrunk",
    "sing": "sang sung",
    "sink": "sank sunk",
    "sit": "sat",
    "sleep": "slept",
    "slide": "slid",
    "smell": "smelt",
    "speak": "spoke spoken",
    "speed": "sped",
    "spell": "spelt",
    "spend": "spent",
    "spill": "spilt",
    "spin": "spun",
    "spoil": "spoilt",
    "spring": "sprang sprung",
    "stand": "stood",
    "steal": "stole stolen",
    "stick": "stuck",
    "sting": "stung",
    "strike": "struck",
    "swear": "swore sworn",
    "sweep": "swept",
    "swell": "swollen",
    "swim": "swam swum",
    "swing": "swung",
    "take": "took taken",
    "teach": "taught",
    "tear": "tore",
    "tell": "told",
    "think": "thought",
    "throw": "threw thrown",
    "tie": "tying",
    "understand": "understood",
    "wake": "woke woken",
    "wear": "wore worn",
    "weep": "wept",
    "win": "won",
    "wind": "wound",
    "withdraw": "withdrew",
    "write": "wrote written",
    # Nouns.
    "bus": "buses busses",
    "child": "children",
    "foot": "feet",
    "gas": "gases",
    "goose": "geese",
    "half": "halves",
    "knife": "knives",
    "loaf": "loaves",
    "man": "men",
    "mouse": "mice",
    "shelf": "shelves",
    "thief": "thieves",
    "tooth": "teeth",
    "wife": "wives",
    "wolf": "wolves",
    "woman": "women",
    # Adjectives.
    "bad": "worse worst",
    "far": "farther farthest further furthest",
    "good": "better best",
}
IRREGULAR = {form: base for base, forms in _IRREGULAR_FORMS.items() for form in forms.split()}

# What one is, or what a thing is like: never the verb or the noun it was made of.
ADJECTIVES_IN_ED_AND_ING = word_set(
    """
    aggravated aggrieved agitated alarmed alarming alienated amazed amazing amused amusing annoyed annoying anguished
    appalled appalling ashamed astonished astonishing astounded baffled baffling balanced bemused bereaved bewildered
    blessed bored boring bothered broken-hearted bummed burdened buzzing calmed calming captivated caring challenging
    charming chilled chilling comforted comforting committed composed concerned concerning conflicted confused
    confusing connected contented convinced crushed crushing daunted daunting dazed dedicated defeated deflated
    dejected delighted demoralised demoralized demoralising demoralizing demotivated demotivating depleted depressed
    depressing despairing detached determined devastated devastating devoted disappointed disappointing disconnected
    discouraged discouraging disengaged disgruntled disgusted disgusting disheartened disheartening disillusioned
    disinterested dismayed disorganised disorganized disoriented displeased dissatisfied dissociated distracted
    distressed distressing disturbed disturbing divorced drained draining elated embarrassed embarrassing empowered
    empowering enchanted encouraged encouraging energised energized energising energizing engaged engaging engrossed
    enlightened enraged entertained entertaining enthused estranged exasperated exasperating excited exciting
    exhausted exhausting exhilarated exhilarating experienced fascinated fascinating fatigued flattered flattering
    flustered focused focussed forgiving frazzled freaked fried frightened frightening frustrated frustrating
    fulfilled fulfilling fuming gifted gratified gratifying grounded grounding guarded gutted harrowing haunted
    heartened heartening heartbreaking heartwarming horrified horrifying humbled humbling humiliated humiliating
    hurried hyped impassioned impressed incensed inspired inspiring insulted insulting intended interested interesting
    intimidated intimidating intrigued intriguing invigorated invigorating invested involved irked irritated irritating
    isolated isolating jaded knackered liberated liberating limited loving married mesmerised mesmerized mixed mortified
    mortifying motivated motivating moving muted mystified nauseated needed neglected nerve-racking numbing offended
    organised organized outraged outstanding overburdened overjoyed overloaded overstimulated overstretched overtired
    overwhelmed overwhelming overworked pained peeved perplexed perplexing petrified pissed pleased pleasing
    preoccupied pressing pressured privileged promising psyched pumped puzzled puzzling raging rattled reassured
    reassuring recharged refreshed refreshing rejuvenated relaxed relaxing relieved remarried removed repulsed reserved
    resigned restored rested retired revitalised revitalized revolted revolting rewarding riveting rushed saddened
    saddening satisfied satisfying scared scattered sedated seething separated settled shaken shattered shattering
    shocked shocking sickened sickening skilled soothed soothing spirited spooked stabbing startled startling stimulated
    stimulating strained stressed strengthened striking stunned stunning stupefied subdued suited
    surprised surprising tempting terrified terrifying thrilled thrilling throbbing tired
    tiring tormented tortured touched touching traumatised traumatized traumatising traumatizing trapped triggered
    troubled troubling twisted unappreciated unbothered understanding unfulfilled uninspired uninterested
    unloved unmotivated unnerved unsatisfied unsettled unsettling unsupported unwanted uplifted uplifting upsetting
    used validated validating valued vexed welcoming willing winded wired worried worrying wounded wrecked zoned
    """
)

# Nouns that end like a verb's form, and are not its.
NOUNS_IN_ING = word_set(
    """
    being wellbeing evening morning ceiling building meeting wedding feeling clothing wedding lodging pudding
    stocking sibling darling duckling earring inning surrounding belonging outing offspring
    """
)

# No plural and no verb's form, though they end in "s".
ALWAYS_IN_S = word_set(
    """
    news always perhaps sometimes yes his hers ours yours theirs its diabetes physics maths economics politics series
    species lens glasses trousers jeans pants clothes thanks whereas besides afterwards towards across gymnastics
    athletics nerves
    """
)

# No past of a verb and no comparative, though they end like one.
NEVER_INFLECTED = word_set(
    """
    hundred hatred sacred naked wicked kindred indeed embed number thing something anything nothing everything king ring
    string spring wing swing sting bring sing during
    """
)

# Adjectives that take -er and -est.
GRADABLE = word_set(
    """
    angry able ample big bitter black blue bold brave brief bright broad busy calm cheap cheery chilly clean clear
    clever close cloudy clumsy cold cool crazy creepy cranky cruel curly cute damp dark dead deaf dear deep dense dirty
    dizzy drowsy dry dull dumb early easy edgy empty faint fair fancy fast fat few fierce fine firm fit flat fresh
    friendly full fun funny fuzzy gentle giddy glad gloomy goofy grand great green grey gray grim groggy gross grouchy
    grumpy guilty handy happy hard harsh healthy heavy high hot humble hungry icy ill itchy jolly juicy jumpy
    keen kind large late lazy lean light likely little lively lonely long loose loud lovely low lucky mad mean merry
    messy mild moody mellow narrow nasty near neat needy new nice noisy numb odd old pale peppy petty plain
    polite poor pretty proud pure quick quiet rainy rare raw ready rich ripe risky rough round rude sad safe scary
    severe shaky shallow sharp shiny short shy sick silly simple skinny sleepy slim slow small smart smooth snappy soft
    sore sorry sour stale steady steep sticky stiff strange strict strong stupid sunny sure sweet swift tall tame tasty
    tender tense thick thin thirsty tight tiny tough ugly unhappy unlucky vague vivid wacky warm weak wealthy
    weary weird wet white wide wild windy wise worthy young
    """
)
