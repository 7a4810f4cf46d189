"""Whether a package that we pin has a known flaw: pip-audit asks, and this says in one line what is known and what is not.

Three answers, never mixed up: a flaw is known (the check fails), none is known, or nobody could be asked. pip-audit says
"no known vulnerabilities" also of packages that the service does not know, so these are counted apart.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
PINS: Final = ("requirements.txt", "requirements-dev.txt")
PATIENCE_SECONDS: Final = 300


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the check says, line by line, and whether it fails."""

    lines: tuple[str, ...]
    fails: bool


def asked(pins: str) -> str:
    """Ask pip-audit about the packages of one file; return its report, or nothing where it has none."""
    command = [sys.executable, "-m", "pip_audit", "-r", pins, "--disable-pip", "--require-hashes", "--timeout", "10"]
    command += ["--progress-spinner", "off", "--format", "json", "--desc", "off"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def verdict(reports: dict[str, str]) -> Verdict:
    """Judge the reports of pip-audit, by the file that each is about."""
    lines, flawed = [], 0
    for pins, report in reports.items():
        try:
            packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
        except (json.JSONDecodeError, KeyError, TypeError):
            lines.append(f"{pins}: NOT CHECKED. The service that knows of flaws could not be asked from this machine.")
            continue
        checked = [package for package in packages if "skip_reason" not in package]
        found = [package for package in checked if package["vulns"]]
        lines += [f"{pins}: {_told(package)}" for package in found]
        flawed += len(found)
        unknown = len(packages) - len(checked)
        if not checked:
            lines.append(f"{pins}: NOT CHECKED. The service that was asked knows none of the {unknown} packages.")
            continue
        rest = f" {unknown} could not be checked: the service does not know them." if unknown else ""
        lines.append(f"{pins}: {len(checked)} packages checked, {len(found)} with a known flaw.{rest}")
    return Verdict(lines=tuple(lines), fails=flawed > 0)


def _told(package: dict[str, Any]) -> str:
    flaws = "; ".join(
        f"{flaw['id']}, mended in {' or '.join(flaw.get('fix_versions') or ['no version yet'])}"
        for flaw in package["vulns"]
    )
    return f"{package['name']} {package['version']} has a known flaw: {flaws}"


def main() -> int:
    """Check all pinned packages and say what was found; 1 where a flaw is known, and 0 also where nobody could be asked."""
    found = verdict({pins: asked(pins) for pins in PINS})
    print("\n".join(found.lines))  # noqa: T201
    return int(found.fails)


if __name__ == "__main__":
    sys.exit(main())
