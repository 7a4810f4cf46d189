"""Names for people who do not exist: common first names, short forms of them, and last names put together from pieces."""

from typing import Final

WOMEN: Final = (
    "Mary", "Patricia", "Jennifer", "Elizabeth", "Susan", "Jessica", "Margaret", "Sarah", "Maria", "Ana",
    "Katherine", "Rebecca", "Deborah", "Stephanie", "Angela", "Carmen", "Christina", "Theresa", "Victoria", "Rosa",
    "Samantha", "Kimberly", "Tamika", "Latoya", "Ebony", "Monique", "Guadalupe", "Lucia", "Abigail", "Amanda",
    "Barbara", "Pamela", "Sandra", "Cynthia", "Dorothy", "Frances", "Judith", "Nicole", "Valerie", "Yolanda",
    "Destiny", "Jasmine", "Keisha", "Mei", "Linh", "Wren", "Odessa", "Marisol", "Isabel", "Ramona",
)  # fmt: skip
MEN: Final = (
    "James", "Robert", "Michael", "William", "David", "Richard", "Joseph", "Thomas", "Christopher", "Daniel",
    "Matthew", "Anthony", "Jose", "Luis", "Juan", "Carlos", "Steven", "Edward", "Charles", "Kenneth",
    "Ronald", "Timothy", "Jeffrey", "Gregory", "Benjamin", "Samuel", "Nicholas", "Alexander", "Jonathan", "Zachary",
    "Terrence", "Darnell", "Marcus", "Jamal", "Tyrone", "Andre", "Francisco", "Alejandro", "Miguel", "Rafael",
    "Andrew", "Raymond", "Lawrence", "Patrick", "Douglas", "Minh", "Wei", "Elias", "Ruben", "Orlando",
)  # fmt: skip

SHORT_FORMS: Final = {
    "Patricia": "Pat", "Jennifer": "Jenny", "Elizabeth": "Liz", "Susan": "Sue", "Margaret": "Peggy", "Katherine": "Kate",
    "Rebecca": "Becky", "Deborah": "Debbie", "Christina": "Tina", "Theresa": "Terry", "Victoria": "Vicky",
    "Samantha": "Sam", "Kimberly": "Kim", "Abigail": "Abby", "Amanda": "Mandy", "Pamela": "Pam", "Sandra": "Sandy",
    "Cynthia": "Cindy", "Dorothy": "Dottie", "Frances": "Fran", "Judith": "Judy",
    "James": "Jim", "Robert": "Bob", "Michael": "Mike", "William": "Bill", "David": "Dave", "Richard": "Dick",
    "Joseph": "Joe", "Thomas": "Tom", "Christopher": "Chris", "Daniel": "Dan", "Matthew": "Matt", "Anthony": "Tony",
    "Steven": "Steve", "Edward": "Ted", "Charles": "Chuck", "Kenneth": "Ken", "Ronald": "Ron", "Timothy": "Tim",
    "Jeffrey": "Jeff", "Gregory": "Greg", "Benjamin": "Ben", "Samuel": "Sam", "Nicholas": "Nick",
    "Alexander": "Alex", "Jonathan": "Jon", "Zachary": "Zach", "Andrew": "Andy", "Raymond": "Ray", "Lawrence": "Larry",
    "Patrick": "Pat", "Douglas": "Doug", "Francisco": "Paco", "Alejandro": "Alex",
}  # fmt: skip

BEGINNINGS: Final = (
    "Ash", "Bar", "Beck", "Black", "Bran", "Bright", "Brook", "Cald", "Carl", "Chad", "Clay", "Cliff", "Cran", "Dal",
    "Dun", "East", "Ed", "Elm", "Fair", "Farn", "Gar", "Glad", "Green", "Hal", "Hart", "Hazel", "Holl", "Kel",
    "Kirk", "Lang", "Lin", "Lock", "Mar", "Mil", "Mont", "Nor", "Oak", "Pem", "Prest", "Quin", "Rad", "Ravens",
    "Red", "Rock", "Rush", "Sal", "Sher", "Stan", "Stock", "Sut", "Thorn", "Tren", "Under", "Wal", "West", "Whit",
    "Win", "Wood", "York", "Zel",
)  # fmt: skip
ENDINGS: Final = (
    "berg", "bridge", "brook", "bury", "by", "cliff", "combe", "cott", "croft", "dale", "den", "ell", "er", "field",
    "ford", "gate", "ham", "hurst", "ington", "ley", "low", "man", "mere", "mond", "more", "ridge", "shaw", "son",
    "stead", "stone", "ton", "well", "wick", "wood", "worth",
)  # fmt: skip
