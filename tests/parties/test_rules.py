import pytest

from tpp.parties.rules import name_with_years, without_article


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ("Gambia (the)", "Gambia"),
        ("Afghanistan (l')", "Afghanistan"),
        ("Philippines (les)", "Philippines"),
        ("Estados Unidos de América (los)", "Estados Unidos de América"),
        ("Bolivia (Plurinational State of)", "Bolivia (Plurinational State of)"),
        ("Iran (République islamique d')", "Iran (République islamique d')"),
        ("刚果（布）", "刚果（布）"),
        ("Kenya", "Kenya"),
    ],
)
def test_only_the_article_of_a_list_is_taken_off_a_name(listed, shown):
    assert without_article(listed) == shown


def test_what_is_no_more_shows_the_years_in_which_it_was():
    assert name_with_years("UNMIL", 2003, 2018) == "UNMIL (2003–2018)"
    assert name_with_years("ABC", None, 2018) == "ABC (2018)"
    assert name_with_years("ABC", None, None) == "ABC"
