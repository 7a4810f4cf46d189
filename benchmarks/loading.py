"""Measures how a million rows of CSV reach the warehouse, beside what someone would write instead.

Run by `make bench`. Prints a table: seconds and the most memory that the loading process held. A PostgreSQL server of its
own is started for it; its memory is not counted. The plain peers keep the text as it stands: they check nothing, join no
people, map no codes, and would keep nothing of a bad row.
"""

import argparse
import csv
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.build_and_pages import commit, processor_name
from tests.places import ROOT
from tests.postgres import fresh_database, running_postgres

HEADER = ("booking", "id", "in", "out", "born", "sex", "race", "status", "charge", "screen", "facility")
COUNTY_FILE = """\
name = "A million rows"
time_zone = "America/New_York"
[data_span]
first_on = 2016-01-01
rule = "fixed"
last_on = 2026-12-31
[[grouping]]
id = "sex"
label = "Sex"
field = "sex"
groups = [{ id = "female", label = "Women", people = "women" }, { id = "male", label = "Men", people = "men" }]
[[source]]
id = "jail"
title = "Jail"
agency = "Sheriff"
system = "jail"
kind = "custody"
file = "rows.csv"
[source.columns]
person_key = "id"
start = "in"
end = "out"
birth_date = "born"
sex = "sex"
race_ethnicity = "race"
reason = "status"
charge = "charge"
flag_screened = "screen"
[source.date_formats]
start = ["%Y-%m-%d %H:%M:%S"]
end = ["%Y-%m-%d"]
birth_date = ["%Y-%m-%d"]
[source.codes]
sex = { F = "female", M = "male" }
race_ethnicity = { B = "black", W = "white", I = "american_indian", A = "asian", O = "other" }
reason = { DE = "new_offense", CS = "sentence", DPV = "technical_violation", SCO = "court_order" }
flag_screened = { Y = "yes", N = "no" }
[source.charges.categories]
violent = ["1"]
drug = ["2"]
"""
BY_HAND = """
import csv, sqlite3, sys
with open(sys.argv[1], newline="") as stream, sqlite3.connect(sys.argv[2]) as database:
    rows = csv.reader(stream)
    names = next(rows)
    database.execute("create table rows (" + ", ".join('"%s" text' % name for name in names) + ")")
    database.executemany("insert into rows values (" + ", ".join("?" * len(names)) + ")", rows)
"""
BY_PANDAS = """
import sys, pandas, sqlalchemy
engine = sqlalchemy.create_engine(sys.argv[2])
frame = pandas.read_csv(sys.argv[1], dtype=str)
frame.to_sql("rows", engine, index=False)
"""


def write_rows(path: Path, rows: int, changed: int = 0) -> None:
    """Write made-up stays, the same ones every time; of the last ones some have another end."""
    rng = random.Random(1)  # noqa: S311  not a secret
    first = dt.datetime(2016, 1, 1)  # noqa: DTZ001  local time, as in the file
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(rows):
            start = first + dt.timedelta(minutes=rng.randrange(60 * 24 * 3000))
            end = start.date() + dt.timedelta(days=int(rng.expovariate(1 / 15)) + (number >= rows - changed))
            born = dt.date(1950, 1, 1) + dt.timedelta(days=rng.randrange(365 * 50))
            known = (f"P{rng.randrange(rows // 3):07}", f"{start:%Y-%m-%d %H:%M:%S}", end, born, rng.choice("FM"))
            codes = (
                rng.choice("BWIAO"),
                rng.choice(["DE", "CS", "DPV", "SCO"]),
                f"{rng.randrange(100, 300)}.{number % 99}",
            )
            writer.writerow([f"B{number:08}", *known, *codes, rng.choice(["Y", "N", ""]), "Main Street Jail"])


def timed(what: str, command: list[str], **settings: str) -> None:
    """Run a command as a process of its own, and print a line of the table."""
    print(f"Measuring: {what} ...", file=sys.stderr)
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{what} stopped with exit code {process.returncode}.")
    memory = used.ru_maxrss / (1000 if sys.platform == "linux" else 1e6)
    processor = used.ru_utime + used.ru_stime
    print(f"| {what} | {time.perf_counter() - began:.1f} | {processor:.1f} | {memory:,.0f} |", flush=True)


def main() -> None:
    """Measure everything, each thing once."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    rows = arguments.parse_args().rows
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        county, data = folder / "big", str(folder / "data")
        for name in (county, folder / "first", folder / "next"):
            name.mkdir()
        (county / "county.toml").write_text(COUNTY_FILE)
        write_rows(folder / "first" / "rows.csv", rows)
        write_rows(folder / "next" / "rows.csv", rows, changed=rows // 100)
        file = str(folder / "first" / "rows.csv")
        print(f"# Loading {rows:,} rows of CSV ({Path(file).stat().st_size / 1e6:.0f} MB)\n")
        print(
            f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, commit {commit()}; {processor_name()}, {os.cpu_count()} cores, of which"
        )
        print(
            f"{os.getloadavg()[0]:.1f} were busy with other work in the minute before. Asked for: under 60 s and 1,500 MB.\n"
        )
        print("| what | seconds | processor seconds | most memory, MB |\n|---|---:|---:|---:|")
        load = [sys.executable, "-m", "data_access", "import", str(county), "--sources"]
        first, later = str(folder / "first"), str(folder / "next")
        timed("Throughline to SQLite: checked, mapped, people known", [*load, first], DATA_DIR=data)
        timed("the next file, in which 1 row of 100 changed", [*load, later], DATA_DIR=data)
        by_hand = [sys.executable, "-c", BY_HAND, file, str(folder / "by_hand.sqlite")]
        timed("csv and sqlite3 executemany: text as it stands", by_hand)
        timed(
            "pandas to_sql, SQLite: text as it stands",
            [sys.executable, "-c", BY_PANDAS, file, f"sqlite:///{folder}/p.sqlite"],
        )
        with running_postgres(folder / "server") as server:
            ours, theirs = (fresh_database(server).render_as_string(hide_password=False) for _ in range(2))
            timed("Throughline to PostgreSQL", [*load, first], DATA_DIR=f"{data}-2", WAREHOUSE_URL=ours)
            timed(
                "the next file, in which 1 row of 100 changed", [*load, later], DATA_DIR=f"{data}-2", WAREHOUSE_URL=ours
            )
            timed("pandas to_sql, PostgreSQL: text as it stands", [sys.executable, "-c", BY_PANDAS, file, theirs])


if __name__ == "__main__":
    main()
