"""What waits on a first screen, and where its number leads."""

import re


def worklines(page):
    """What waits, with its number: {"Nominations to decide": 9}."""
    found = re.findall(r'aria-label="([\d,]+) ([^"]+)"', page.text)
    return {what: int(number.replace(",", "")) for number, what in found}


def address_of(page, what):
    return re.search(
        rf'<a class="n" href="([^"]+)" aria-label="[\d,]+ {re.escape(what)}"', page.text
    )[1]
