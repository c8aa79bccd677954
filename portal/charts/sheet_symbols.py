"""The twelve small drawings of a sheet, and the marks of its kinds of places, told apart without colour."""

from content.pathway.pathway import Symbol

CIRCLE, LOZENGE = "M-9,0a9,9 0 1 1 18,0a9,9 0 1 1-18,0z", "M0-11 11,0 0,11-11,0z"
"""Around the number of a step, and of a decision."""
SYMBOLS = {
    Symbol.TELEPHONE: "M5,1h8v16h-8zM8,14.5h2",
    Symbol.LETTER: "M1,3.5h16v11h-16zM1,3.5l8,6.5 8-6.5",
    Symbol.PAPER: "M3,1h8l4,4v12h-12zM11,1v4h4M6,9h6M6,12.5h6",
    Symbol.MEETING: "M3.5,5a2.5,2.5 0 1 0 5,0a2.5,2.5 0 1 0-5,0M1.5,16.5c0-5 2-7 4.5-7s4.5,2 4.5,7"
    "M11.5,2.6a2.5,2.5 0 1 1 0,4.8M12.5,9.6c2.6.4 4,2.6 4,6.9",
    Symbol.HOME: "M1,9l8-7 8,7M3.5,7v9.5h11v-9.5M7.5,16.5v-5h3v5",
    Symbol.CHILD: "M6.2,4a2.8,2.8 0 1 0 5.6,0a2.8,2.8 0 1 0-5.6,0M9,6.8v5.2M4,9.2h10M9,12l-3.5,5M9,12l3.5,5",
    Symbol.HEALTH: "M6.5,1.5h5v5h5v5h-5v5h-5v-5h-5v-5h5z",
    Symbol.SCHOOL: "M.8,6.5l8.2-4 8.2,4-8.2,4zM4.2,8.5v5c2.5,2.3 7.1,2.3 9.6,0v-5M17.2,6.5v6",
    Symbol.WORK: "M1,5.5h16v11h-16zM6,5.5v-3h6v3M1,10.5h16",
    Symbol.MONEY: "M1,9a8,8 0 1 0 16,0a8,8 0 1 0-16,0"
    "M12.5,5.6c-4-2.3-6.5,0-6.5,3.4s2.5,5.7 6.5,3.4M4.2,8h5.6M4.2,10.3h5.6",
    Symbol.JOURNEY: "M2,2h14v12h-14zM2,9h14M5,14v2.5M13,14v2.5M5,11.5h1.6M11.4,11.5h1.6",
    Symbol.SCREEN: "M1,2.5h16v10.5h-16zM6,16.5h6M9,13v3.5",
}
"""Drawn in a square of 18."""
