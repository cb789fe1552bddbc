"""Lists of nominees as the national office of Kenya uploads them; everybody in them is invented."""

HEADS = "Full name;Sex;Date of birth;Service number;Rank;Unit;E-mail"

GOOD = """\
Wanjiru Naomi Kariuki;woman;1994-03-12;KEN-900001;Corporal;Engineer Squadron 4;naomi@people.demo.example
Samuel Kiprono Koech;man;1990-11-02;KEN-900002;Sergeant;Engineer Squadron 4;samuel@people.demo.example
Halima Abdullahi;woman;1996-07-25;KEN-900003;Lance Corporal;Medical Company 2;
Victor Otieno Owuor;man;1988-01-30;KEN-900004;Warrant Officer;Medical Company 2;victor@people.demo.example"""

TO_CORRECT = """\
Grace Nyambura Maina;woman;1993-05-18;KEN-900011;Sergeant;Engineer Squadron 1;grace.maina@people.demo.example
Dennis Mutua;man;31.02.1991;KEN-900012;Corporal;Engineer Squadron 1;
;woman;1995-09-09;KEN-900013;Corporal;Engineer Squadron 2;
Zachary Wekesa Simiyu;maybe;1989-12-24;KEN-900014;Sergeant;Engineer Squadron 2;
Irene Chebet Rotich;woman;1992-04-04;KEN-900015;Captain;Engineer Squadron 3;irene.rotich at people"""

LISTED = len(GOOD.splitlines())
"""People who come into the register by a list."""


def csv_of(rows: str) -> bytes:
    """As a spreadsheet writes it where commas stand in numbers."""
    return f"{HEADS}\n{rows}\n".encode("utf-8-sig")
