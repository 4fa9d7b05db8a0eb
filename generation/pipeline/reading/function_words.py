"""Function words and everyday diary words of English and of other languages, casefolded, for `language`.

A word that is common in English and in another language (German "die", "war", "hat", Dutch "of", Spanish "no",
French "on") stands in neither list: it decides nothing.
"""

from __future__ import annotations

from generation.pipeline.reading import lexicon
from generation.pipeline.reading.word_set import word_set

ENGLISH = word_set(
    """
    the and to it of i i'm i've i'd i'll that for you with this have my are be but at or from by
    they his her she what there which their if will would about who get got when can like time
    just know take into your some could them other than then now only over think after use how
    our work first even because these give most us been had were did does don't didn't doesn't
    isn't wasn't aren't can't couldn't won't wouldn't shouldn't haven't hasn't feel felt feeling
    feels today yesterday tomorrow tonight really very much too still again never always nothing
    something anything everything everyone someone people went going gonna want wanted need
    needed maybe though through while where why should slept woke up down out off not more day
    week last night morning mood being its it's that's there's what's let's myself im ive dont
    didnt cant wont couldnt isnt wasnt u ur few little good bad great happy sad tired anxious
    before back home
    """
)

OTHERS: dict[str, frozenset[str]] = {
    "de": word_set(
        """
    ich und der das ist nicht ein eine einen einem einer mit auf für von dem den des sich auch
    es aber oder wie wir sie er mir mich dich dir mein meine meinen meiner meinem habe hatte
    haben bin sind wird wurde werden kann konnte noch nur schon sehr heute gestern morgen wieder
    nach bei aus um wenn dass weil kein keine keinen immer nie mehr viel etwas nichts zu zum zur
    vom beim gut schlecht müde traurig ängstlich glücklich froh geschlafen arbeit gegangen
    gemacht bisschen ganz jetzt dann doch mal gerade fühle fühlte geht ging waren
        """
    ),
    "fr": word_set(
        """
        je j'ai le la les un une des du et est pas ne ce c'est que qui dans pour avec sur mais
        ou où il elle nous vous ils elles mon ma mes son ses suis était avoir être ai très plus
        bien mal aujourd'hui hier demain rien tout toujours jamais encore déjà beaucoup trop peu
        au aux cette ça fait quand parce comme moi toi lui fatigué fatiguée triste heureux
        heureuse dormi nuit jour matin soir l'ai n'ai d'un d'une
        """
    ),
    "es": word_set(
        """
        fui gracias ayudó nadie el la los las un una unos unas y que de del en con por para pero más mas muy yo mi mis
        me se su sus es está estoy estaba era fue ser he ha hoy ayer mañana nada todo siempre
        nunca también como cuando porque bien mal puedo puede tengo tenía siento sentí cansado
        cansada triste feliz dormí dormir noche día trabajo lo le les al hacer hice aunque desde
        hasta sin sobre esto esta este eso
        """
    ),
    "it": word_set(
        """
        il lo la gli un una uno e che di del della dei delle in con per ma più molto io mi mio
        mia miei sono è era ho ha hai abbiamo oggi ieri domani niente tutto sempre mai anche
        come quando perché bene male posso non si stanco stanca triste felice dormito notte
        giorno lavoro questo questa quello nel nella sul sulla al alla fatto stato stata così
        ancora già
        """
    ),
    "pt": word_set(
        """
        o os as um uma e que de do da dos das em no na nos nas com por para mas mais muito eu
        meu minha meus minhas estou estava está era foi ser hoje ontem amanhã nada tudo sempre
        nunca também como quando porque bem mal posso tenho não se cansado cansada triste feliz
        dormi dormir noite dia trabalho isso isto ele ela você fiz tinha sinto senti ainda já
        até sem
        """
    ),
    "nl": word_set(
        """
        ik het een en van dat niet met op voor te zijn er maar om ook bij uit naar heb heeft
        hebben hij zij wij mijn jij je me ben bent wordt werd kan kon nog alleen al heel erg
        vandaag gisteren morgen weer geen altijd nooit meer veel iets niets moe verdrietig blij
        geslapen werk gegaan gedaan wel toen dan nu omdat dit deze wat goed slecht voel voelde
        gaat ging
        """
    ),
    "tr": word_set(
        """
        ve bir bu şu çok için ile ama ben bana beni benim sen o biz de da değil değilim var yok
        bugün dün yarın şimdi sonra önce daha en gibi kadar her hiç ne neden nasıl iyi kötü
        yorgun yorgunum üzgün üzgünüm mutlu mutluyum kaygılı uyudum uyuyamadım gece gün sabah
        akşam iş işe oldu olarak olan ki mi mı bile artık
        """
    ),
    "pl": word_set(
        """
        i w na z do nie się to jest że jak ale o po co tak za od dla mnie mi mój moja moje
        jestem byłem byłam był była było mam miałem miałam dziś dzisiaj wczoraj jutro bardzo już
        jeszcze tylko zawsze nigdy też dobrze źle zmęczony zmęczona smutny smutna spałem spałam
        noc dzień praca pracy czuję czułem czułam wszystko nic ponieważ bo przez przed kiedy
        """
    ),
    "scandinavian": word_set(
        """
        jag jeg och og att det är er inte ikke en ett et på som för med av men han hon hun vi
        mig meg mitt mina har hade hadde var idag igår imorgen mycket meget väldigt också
        også efter etter när nå nu trött trett träffade sov sovit ledsen glad bra dårlig känner
        känns vara være
        """
    ),
    "czech": word_set(
        """
        jsem jsi je se na že ale jak co dnes včera zítra velmi moc není bylo byla byl mám měl
        měla spal spala unavený unavená smutný smutná pro také ještě už tak mě mi když protože
        nic vše
        """
    ),
    "finnic": word_set(
        """
        minä mä olen oli ei en ja on mutta että niin kun tänään eilen huomenna hyvin paljon vähän väsynyt surullinen
        nukuin ma mina olin mitte aga et nii kui täna eile homme väga palju natuke väsinud kurb magasin ole oma
        """
    ),
    "hungarian": word_set(
        """
        és nem van volt vagyok voltam egy az hogy de ma tegnap holnap nagyon is már még meg mert csak jól rosszul
        fáradt szomorú aludtam én
        """
    ),
    "south slavic": word_set(
        """
        sam nije nisam bio bila danas jučer juče sutra vrlo jako ali što šta kako zato još već samo umoran umorna tužan
        tužna spavao spavala kod sem nisem včeraj jutri zelo kaj
        """
    ),
    "baltic": word_set(
        """
        aš esu buvau ir ne kad bet šiandien vakar rytoj labai pavargęs liūdna miegojau es esmu biju un nav ka bet šodien
        vakar rīt ļoti noguris skumji gulēju
        """
    ),
    "vietnamese": word_set(
        "tôi và không là có một của cho với rất hôm nay qua mai đã đang được này nhưng mệt buồn vui ngủ"
    ),
    "malay": word_set(
        """
        saya aku dan yang tidak tak ini itu dengan untuk hari kemarin semalam besok sangat sekali sudah belum lelah
        penat sedih tidur karena kerana tapi
        """
    ),
    "filipino": word_set(
        "ako ang ng mga ay hindi ko kahapon ngayon bukas sobrang pagod malungkot natulog kasi pero lang"
    ),
    "swahili": word_set("mimi na ni si leo jana kesho sana nime nimechoka lakini kwa ya wa nilala huzuni"),
    "catalan": word_set("jo els i és no que amb per avui ahir demà molt estic cansat cansada trist trista perquè però"),
    "welsh": word_set("dw i yn wedi mae roedd ond heddiw ddoe yfory iawn blinedig trist achos gyda fy"),
    "albanian": word_set("unë jam dhe nuk është për me sot dje nesër shumë lodhur trishtuar fjeta por"),
    "romanian": word_set(
        """
        și si nu am un o la cu pe din pentru că este sunt eram fost mai foarte azi ieri mâine
        dar să mă mi-am obosit obosită trist tristă dormit bine rău
        """
    ),
}

# Words of other languages that stand in English as names, loans and abbreviations: one of them alone tells nothing.
LOANED = word_set(
    """
    la le les el il lo al de del della di da du des un una une en e y o i w z na po za non per si se mi ma me mon ton
    ben jag min kan sol san von van voor mit bei um ob und je ne ce ou sur pour avec un der das ist zu zur men han hun
    vi bra glad si nu cu pe mai biz da var que por para rien mais sen ne ki na om uit toi moi lui bo co
    ha ho ah oh um em er med ja todo bien mal encore plus heel op dan hen ale mam pro noch bu io tu eu es su al ta
    mas sin os das den tous tout pas dit im ik ok no ma mon tak den har nog wel
    """
)

# What English shares with one of them decides nothing: left out on the other side, kept on none.
_SHARED = word_set(
    """
    a am an as at be do he i in is it me no on or so to we us the die war hat man also son
    con once mal some dare come same more here there fine most made gut bad bin den era fast
    hall hell hut art arm bald brief ta van er dos das mas over want was wat met plus
    """
)
# Without one of these, and with two words of another language, an entry is told not to be in English.
ENGLISH_FUNCTION_WORDS = (
    (
        lexicon.SUBJECTS_OF_OTHERS
        | lexicon.OBJECTS_OF_OTHERS
        | lexicon.DETERMINERS
        | lexicon.NEGATORS
        | lexicon.NEGATED_VERBS
        | lexicon.MODALS
        | word_set(
            """
        the and of it i'm i've i'd i'll ive it's that's with from by for are were been have has had did does doing
        didn't don't doesn't isn't wasn't aren't can't couldn't won't wouldn't shouldn't haven't hasn't hadn't
        but or because when where what who how why if then than about into after before until since up out off just
        still again very too more yesterday today tonight tomorrow there there's here myself lol
        """
        )
    )
    - _SHARED
    - word_set("no her his an a any each both such others im")
)
OTHERS = {language: words - _SHARED - ENGLISH for language, words in OTHERS.items()}
