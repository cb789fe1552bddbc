"""The line that pytest prints at the end: how much was tried, and what came of it."""


def pytest_terminal_summary(terminalreporter):
    figures = [
        figures
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, figures in report.user_properties
        if name == "matrix" and report.when == "call"
    ]
    if figures:
        requests, leaks, wrong = (sum(it[n] for it in figures) for n in range(3))
        undeclared = max(it[3] for it in figures)
        terminalreporter.write_line(
            f"authorisation matrix: {requests} requests, {leaks} leaks,"
            f" {wrong} wrong answers, {undeclared} undeclared"
        )
