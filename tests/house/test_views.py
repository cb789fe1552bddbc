"""Every view says who may see it, and every address is of one make."""

import pytest
from flask import Flask

from tpp.web.guard import check_every_view_is_declared


def test_an_application_with_an_undeclared_view_refuses_to_start(app):
    careless = Flask("careless")
    careless.add_url_rule("/secrets", "secrets", lambda: "all of them")
    with pytest.raises(RuntimeError, match="secrets"):
        check_every_view_is_declared(careless)


def test_every_view_of_the_register_is_declared(app):
    check_every_view_is_declared(app)


def test_addresses_are_lower_case_and_typed(app):
    for rule in app.url_map.iter_rules():
        fixed = "".join(part.split(">")[-1] for part in rule.rule.split("<"))
        assert fixed == fixed.lower().replace("_", "-"), rule
        for part in rule.rule.split("<")[1:]:
            assert ":" in part.split(">")[0], f"{rule}: give the converter a type"


def test_every_template_compiles(app):
    for name in app.jinja_env.list_templates():
        if name.endswith((".html", ".txt")) and not name.startswith("certificates/designs/"):
            app.jinja_env.get_template(name)
