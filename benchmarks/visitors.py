"""How the dashboard holds when many people look at once: python -m benchmarks.visitors DATA_DIR [--visitors 50 200].

Each visitor is a window of its own by the same sockets and messages as a browser's. It opens a page, reads for two to four
seconds, chooses another page or year, and so on. Measured is the time from the message of the visitor to the end of the
server's run; the visitors share the two cores with the server. Nothing is asserted: a shared machine has slow minutes.
"""

import argparse
import random
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.access.window import open_window
from tests.dashboard import PAGES, address, running_dashboard

READS_SECONDS: Final = (2.0, 4.0)
YEARS: Final = ("2020", "2021", "2022", "2023")


@dataclass(kw_only=True)
class Seen:
    """What the visitors met: seconds of each run, and the kind of each error."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def visit(url: str, number: int, until: float, seen: Seen) -> None:
    """Look around until the time is over. Whoever comes first does not wait for the others, but they do not start at once."""
    rng = random.Random(number)  # noqa: S311  not a secret
    time.sleep(rng.uniform(0, READS_SECONDS[1]))
    try:
        with open_window(url) as window:
            while time.monotonic() < until:
                page = rng.choice(PAGES)
                began = time.perf_counter()
                window.run(page=address(page).strip("/"), choices={"period": rng.choice(YEARS)})
                seen.seconds.append(time.perf_counter() - began)
                time.sleep(rng.uniform(*READS_SECONDS))
    except Exception as error:  # noqa: BLE001  whatever went wrong is what is counted
        seen.errors.append(type(error).__name__)


def server_megabytes(url: str) -> float:
    """Return how much memory the server at this address holds now; Linux alone tells."""
    port = f":{int(url.rpartition(':')[2]):04X}"
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        parts = line.split()
        if parts[1].endswith(port) and parts[3] == "0A":
            return _megabytes_of(f"socket:[{parts[9]}]")
    raise ProcessLookupError(f"nobody listens at {url}")


def _megabytes_of(socket: str) -> float:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(handle.readlink()) == socket for handle in (process / "fd").iterdir()):
                lines = (process / "status").read_text("ascii").splitlines()
                return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))
        except OSError:
            continue  # a process that has ended meanwhile, or of another account
    raise ProcessLookupError("the server's process is not to be seen")


def let_in(url: str, visitors: int, seconds: float) -> Seen:
    """Let so many visitors look around for so long."""
    seen, until = Seen(), time.monotonic() + seconds
    threads = [threading.Thread(target=visit, args=(url, number, until, seen)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def row(visitors: int, seen: Seen, before: float, after: float) -> str:
    """Return one row of the table."""
    if len(seen.seconds) < 2:
        return f"| {visitors} | {len(seen.seconds)} | | | | {len(seen.errors)} | {before:,.0f} | {after:,.0f} |"
    parts = statistics.quantiles(seen.seconds, n=100)
    told = " | ".join(f"{1000 * parts[place]:,.0f} ms" for place in (49, 94, 98))
    return f"| {visitors} | {len(seen.seconds):,} | {told} | {len(seen.errors)} | {before:,.0f} MB | {after:,.0f} MB |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--county", default="made-up")
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 20, 50, 200])
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    print("| visitors | runs | middle | 95 of 100 within | 99 of 100 within | errors | memory before | after |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    with running_dashboard(county=asked.county, data_dir=asked.data_dir) as url:
        let_in(url, 1, 20)  # the first visitor of a day warms the server up
        for visitors in asked.visitors:
            before = server_megabytes(url)
            seen = let_in(url, visitors, asked.seconds)
            print(row(visitors, seen, before, server_megabytes(url)), flush=True)
            for error in sorted(set(seen.errors)):
                print(f"<!-- {seen.errors.count(error)} times {error} -->", flush=True)


if __name__ == "__main__":
    main()
