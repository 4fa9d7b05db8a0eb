"""Whether the feeling words of an entry can be read as English."""

from __future__ import annotations

import pytest

from generation.pipeline.reading.language import is_english


@pytest.mark.parametrize(
    "text",
    [
        # says too little to tell
        "", " ", "😀😀", "12/11", "7", "Mood 6/10", "Slept 6 h", "Jürgen", "Łukasz & Zoë", "BP 120/80", "???", "ok",
        "Gym, groceries, laundry", "Café Müller", "José", "www.example.de/und/nicht", "anna@example.es",
        # English
        "I slept badly and felt anxious all day.", "slept ok mood fine went home", "Couldn't sleep, anxious.",
        "Met Jürgen and Zoë at the café, then a walk in Malmö", "Talk with my manager is on Thursday", "So tired...",
        "Lunch at La Piazza with Paolo was lovely", "My son was sick, die hard fan as ever", "Not again",
        "Watched Das Boot with Otto today", "Feeling déjà vu, very strange", "im so tired of this", "never again lol",
        "Called Алексей today, he was sad", "My favourite word is 木漏れ日", "Went to El Retiro and ate a lot",
        "He said 'ich bin müde' and I laughed because I was so tired too", "Relieved, I think. Walked 4.2 km after.",
        "non-stop work", "ＦＵＬＬ ＷＩＤＴＨ and tired",
    ],
)  # fmt: skip
def test_reads_as_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        # German
        "Ich bin müde", "Heute schlecht geschlafen, aber gute Laune", "War nicht gut drauf und sehr ängstlich",
        "Mit meiner Schwester telefoniert, danach ging es mir besser", "Kein Appetit, keine Lust auf nichts",
        # French
        "Je suis fatiguée", "J'ai mal dormi cette nuit", "Très anxieux aujourd'hui, je ne sais pas pourquoi",
        "Bien dormi, content de ma journée", "Il fait beau mais je suis triste",
        # Spanish
        "Estoy triste", "Hoy dormí muy mal y tengo ansiedad", "No puedo dormir", "Me siento cansado pero feliz",
        "Hablé con mi jefe y fue bien", "Muy cansada",
        # Italian
        "Sono stanca", "Oggi ho dormito male e sono triste", "Non riesco a dormire, sono molto ansioso",
        "Una bella giornata con la mia famiglia, sono felice",
        # Portuguese
        "Estou cansada", "Hoje não dormi bem e estou ansioso", "Muito feliz com o trabalho", "Falei com a minha irmã",
        # Dutch
        "ik ben moe", "Vandaag slecht geslapen en erg moe", "Het gaat niet goed met mij", "Met mijn zus gebeld",
        # Turkish
        "Çok yorgunum", "Bugün hiç uyuyamadım ve çok üzgünüm", "İyi bir gün oldu", "Bu gece kötü uyudum",
        # Polish
        "Jestem zmęczona", "Dzisiaj nie mogę spać, jestem smutny", "Bardzo dobrze spałem", "Było mi źle",
        # others in Latin script
        "Jag är trött och ledsen", "Jeg har ikke sovet og er trist", "Jsem unavený a smutný", "Sunt foarte obosit azi",
        "Hôm nay tôi rất mệt mỏi và buồn",
        # other scripts
        "Сегодня плохо спал", "Είμαι κουρασμένος", "今日は疲れた", "오늘 너무 피곤해", "我很累", "أنا متعب اليوم",
        "אני עייף", "मैं थक गया हूँ", "ฉันเหนื่อย", "Я сегодня ok",
        # more of another language than of English
        "Heute war ein guter Tag, aber ich bin müde und traurig, sorry for that",
    ],
)  # fmt: skip
def test_reads_as_another_language(text: str) -> None:
    assert not is_english(text)
