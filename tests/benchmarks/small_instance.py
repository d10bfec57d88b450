"""An instance written by hand, in the format of the public set: ten days, two shifts, three people."""

from __future__ import annotations

SMALL = """# A comment, and blank lines, may stand anywhere

SECTION_HORIZON
# days
10

SECTION_SHIFTS
# a late shift is not followed by an early one
E,480,
L,510,E

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutive, MinConsecutive, MinDaysOff, MaxWeekends
A,E=6|L=3,2970,1440,3,2,2,0
B,E=10|L=10,4000,480,4,2,2,1
C,E=0|L=10,4000,510,5,1,1,1

SECTION_DAYS_OFF
A,0
B,4,9

SECTION_SHIFT_ON_REQUESTS
A,1,E,2
B,0,L,3

SECTION_SHIFT_OFF_REQUESTS
C,5,L,4

SECTION_COVER
# day, shift, number, under, over
0,E,1,100,1
0,L,1,100,1
1,E,2,100,1
2,L,1,50,2
6,L,2,100,1
"""

VALID = {
    "A": ["", "E", "E", "L", "", "", "", "E", "E", ""],
    "B": ["L", "L", "", "", "", "E", "E", "L", "", ""],
    "C": ["L", "", "L", "L", "L", "", "L", "", "L", "L"],
}
"""A plan that keeps every hard rule.

By hand: both wishes for a shift are met, C's day 5 is free as wished. Day 0: E short of one (100), L one too
many (1). Day 1: E short of one (100). Day 2: L as asked. Day 6: L short of one (100). Together 301.
"""
COST = 301
