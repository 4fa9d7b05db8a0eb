"""Stage A: common given names, folded. Data only: a capital alone tells no name from the first word of a note.

Names are no closed class, so a name that is missing here is only not known; nothing else is ever read from the list.
"""

from __future__ import annotations

from generation.pipeline.reading.word_set import word_set

GIVEN_NAMES = word_set(
    """
    aaron abby abigail adam adele adrian agnes ahmed aidan aisha alan albert alex alexa alexander alexandra alfie ali
    alice alicia alina alison allan amanda amber amelia amir amy ana anders andre andrea andreas andrew andy angela
    angus anita ann anna anne annie anthony antonio anya archie ariana arthur asha ashley astrid aurora ava barbara
    barry bea beatrice becky bella ben benjamin bernd bert beth bethany betty bill billy birgit bob bobby boris brad
    brandon brenda brian bridget bruce bruno caleb callum cameron carl carla carlos carmen carol caroline carolyn cathy
    catherine cecilia charlie charlotte chen chloe chris christian christina christine christopher cindy claire clara
    claudia clive colin connor craig cynthia daisy dan dana daniel daniela danny darren dave david dawn dean debbie
    deborah denise dennis derek diana diane diego dieter dominic don donald donna doris dorothy doug duncan dylan
    eddie edgar edith edward eileen elaine eleanor elena eli elias elijah elisa elise eliza elizabeth ella ellen ellie
    elliot elsa emily emma eric erik erika erin esther ethan eva eve evelyn fatima felix fiona florence frances
    francesca francis frank frankie fred freddie freya gabriel gabriela gareth gary gavin gemma geoff george georgia
    gerald gianni gina giulia gloria gordon grace graham greg gregory greta guy hannah hans harold harriet harry hassan
    hazel heather heidi helen helena helga henrik henry hilary holly hugh hugo ian ibrahim imogen ines ingrid irene
    iris isaac isabel isabella isla ivan ivy jack jackie jacob jade jake james jamie jan jane janet janice jason jasmine
    javier jay jean jeff jen jenna jennifer jenny jeremy jess jesse jessica jill jim jimmy jo joan joana joanna joanne
    joe joel johan johanna john johnny jon jonas jonathan jordan jorge jose josef joseph josephine josh joshua joyce
    juan judith judy julia julian julie juliet june jürgen kai karen karin karl karla kate katherine kathleen kathy
    katie katja katrin kay keith kelly ken kenneth kerry kevin kim kirsten kirsty klara klaus kurt kyle laila lara lars
    laura lauren lea leah lee lena leo leon leonie leslie lewis liam lily lina linda lisa liv liz lizzie logan lola lor
    lorenzo lottie lou louis louisa louise luca lucas lucia lucy luis luke luna lydia lynn mabel madison magda maggie
    malcolm mandy manuel marc marco marcus margaret maria marie marina mario marion marta martha martin marty mary
    mathilda matt matthew maureen max maya megan mehmet mei melanie melissa mia micha michael michelle miguel mike mila
    milan millie milo mina mohamed mohammed moira molly monica morgan muhammad nadia naomi natalia natalie natasha
    nathan neil nia niall nick nicola nicolas nicole nigel nina noah noel nora norman oli oliver olivia omar oscar owen
    pablo pam pamela patricia patrick paul paula pauline pedro penny pete peter petra phil philip phoebe pia pierre
    priya rachel ralph raj rashid raymond rebecca renate rhys ricardo richard rick ricky rita rob robert roberto robin
    roger roland ron rosa rosie ross roy ruby rupert russell ruth ryan sabine sally sam samantha samir samuel sandra
    sara sarah scott sean sebastian selma seth shane sharon sheila shirley sid silvia simon sofia sonia sonja sophia
    sophie stan stefan stella stephanie stephen steve steven stewart stuart sue susan susanne suzanne sven sylvia tamara
    tania tanya tara ted teresa terry theo theresa thomas tim timothy tina toby todd tom tommy toni tony tracey tracy
    tyler uwe valentina valerie vanessa vera veronica vicky victor victoria vincent viola vivian walter wanda wayne
    wendy wes will william wolfgang xavier yasmin yusuf yvonne zac zach zara zoe zoë
    """
)
TITLES = word_set("dr mr mrs ms miss prof sir nurse aunt auntie uncle")
