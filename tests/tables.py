"""Tables that tests print: each test records its rows, and the end of the run shows them, also from several processes.

A test takes `record_property` and records a list of texts under the table's title.
"""

from collections import defaultdict

import pytest
from _pytest.terminal import TerminalReporter  # the plugin's own class has no public name

Rows = list[list[str]]


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print every table, its columns as wide as they need to be."""
    for title, rows in _tables(terminalreporter).items():
        terminalreporter.section(title, sep="-")
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in sorted(rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            terminalreporter.write_line("  ".join(cells).rstrip())


def _tables(terminalreporter: TerminalReporter) -> dict[str, Rows]:
    reports = [report for report in terminalreporter.getreports("passed") if isinstance(report, pytest.TestReport)]
    recorded = [named for report in reports if report.when == "call" for named in report.user_properties]
    tables: dict[str, Rows] = defaultdict(list)
    for title, row in recorded:
        if isinstance(row, list):
            tables[title].append([str(cell) for cell in row])
    return tables
