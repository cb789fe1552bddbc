"""The certificate press: a design is typeset once, and each person's words are stamped into it.

WeasyPrint needs a fifth of a second for a page of which all but five lines are the same for a whole
course run. So it typesets the page once (``compiling``); the lines that differ are shaped by HarfBuzz,
as WeasyPrint itself does (``shaping``), set in a subset of their faces (``subsetting``) and put into
their places (``stamping``). What comes out is the file that WeasyPrint would have written: the tests
compare the two glyph by glyph. ``sealing`` holds what makes a file provable: a signature
(``signing``) and a credential (``credential``).

Nothing here knows the database or the web.
"""
