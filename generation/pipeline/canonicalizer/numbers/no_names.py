"""Stage A: the words that name no value, though they stand before a number. Folded; data only."""

from __future__ import annotations

from generation.pipeline.canonicalizer.numbers.not_logs import NUMBERED
from generation.pipeline.reading.word_set import word_set

# What no number is a value of.
NO_NAMES = NUMBERED | word_set(
    """
    up down off out plus minus extra time date felt feeling rated scored got gave is was maybe about only around
    score rating result total sum it now me self myself p.s ps age ages born since until goal target plan aim
    budget solid strong weak good bad worst best lowest highest net ok okay rough decent nice great fine rubbish
    awful terrible crap shit bed bedtime wake woke waketime wakeup alarm lights light start finish appt
    appointment due deadline next tomorrow todo streak outside inside high low dose doses same day days week weeks
    month months year years standing lying sitting noon reason reasons maybe prn rain snow wind
    humidity battery uv pollen aqi weather forecast ext limit tel phone
    left right both feel feels seems look looks usual avg average otherwise yest yday strongest weakest hardest
    longest biggest free clean sober kg kgs lb lbs max min score scores rang called dialled wise
    lol haha ugh tbh omg meh hmm
    mobile zip postcode pin code caught caught-up cloud catch plus actual actually reality result
    opens opening closes starts ends begins finishes leaves arrives pack channel tapering taper allowance quota cap
    """
)
NEVER_IN_A_NAME = word_set(
    """
    post pre pollen weather prn
    would should could will can might may must shall do don't didn't not never no i'd i'll i'm
    give gives rate say
    says call think want wanted sober clean streak since without remaining need needed try trying hope make making
    keep put go going there here that which who if when
    """
)
# Their numbers are prices.
PRICED = word_set(
    """
    rent shopping groceries grocery bill bills tip tips price cost costs paid fee fees fine taxi uber ticket
    tickets vet haircut dentist parking membership subscription takeaway pizza gift shoes dress coat hotel train
    plumber cab amazon tesco aldi lidl petrol fuel mortgage loan salary wage wages pay deposit refund debt savings
    card overdraft bank bets stake balance electricity gas insurance
    """
)
# What people rate, and is not of their day.
RATED = word_set(
    "film movie book show episode series restaurant album concert song game pizza burger popcorn play hotel"
)
# Names whose last word alone is none.
NAMED_BY_TWO = {
    ("body", "battery"),
    ("social", "battery"),
    ("worry", "time"),
    ("floors", "climbed"),
    ("flights", "climbed"),
    ("emails", "sent"),
    ("pages", "read"),
    ("meals", "eaten"),
    ("calories", "burned"),
    ("meals", "skipped"),
    ("words", "written"),
}
DATED = word_set(
    """
    exam test appointment appt due deadline birthday wedding interview dentist flight party trip visit review
    delivery
    """
)
NO_ACTIVITIES = word_set(
    """
    booked scheduled ordered reserved registered arranged signed lasted needed wanted paid owed missed used
    managed stayed missed skipped finished started ended arrived delayed stopped reduced increased raised lowered
    tapered halved dropped gained owed saved costed waited-for postponed cancelled canceled tried failed during
    including considering depending something nothing anything everything being having going feeling lasting
    """
)
NO_DRUGS = word_set(
    """
    breakfast lunch dinner tea supper meal bedtime take taking have need use using add double stay stays stayed
    remains given prescribed inject injected prn now then today
    """
)
