"""`gangqiao engine assign`: one allocation of workers to vacancies, with a proof of how good it is."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gangqiao.engine.assignment import EPSILON, Allocation, Graph, NotPossible, assign
from gangqiao.engine.commands.assign_files import Problem, read_problem, read_quotas, read_warm
from gangqiao.engine.commands.rank import peak_mb, write
from gangqiao.engine.faults import WrongFile
from gangqiao.engine.points import SCALE

if TYPE_CHECKING:
    from gangqiao.engine.quotas import Quota

FILES = """
--workers, --vacancies, --ties: the columns of Workers, Vacancies and Ties below. With --graph only these are read:
             workers    worker, and home (for quotas), priority, salt (for --stable)
             vacancies  vacancy, capacity (absent or null: 1)
--graph      worker, vacancy, score: whole numbers of any type. The numbers are those of the tables and need no order;
             without a table they are taken from the pairs, and each vacancy has one seat. Of a pair that stands twice
             the best score counts. A score of 0 or less is never better than staying (with --quotas it may have to be).
             A score is at most 1,000,000,000,000. Priority is not added.
--quotas     home, least: so many people of the township at least get a seat; zeros at the end: of the county,
             prefecture, province. Or group, worker, least: so many of these workers, the same least in all rows of one
             group. Lists may overlap; then HiGHS solves them, which is slower and needs a list of all pairs.
--groups     group, worker: who goes to one vacancy together, or stays
--warm       vacancy, price (points, with fractions) of an earlier run; vacancies that are new begin at 0
--out        worker, vacancy, score (priority included): one row for each worker who gets a seat
--prices-out vacancy, price: about what one seat more would be worth

Prints value, bound (no allocation has more), gap ((bound - value) / bound), gap_percent, seats, seats_filled, workers,
matched, edges (null without --graph, where pairs are never listed), mode (cold, warm, exact, linear, stable),
cpu_seconds (without reading, writing and compiling), compile_seconds, peak_mb; with --stable blocking_pairs,
optimum_value, price_of_stability (of 1), and value and gap against the bound of the optimum; with --groups how many
there are, how many stay (groups_apart), and what going together costs at most (lost_at_most). Graphs of up to 500,000
pairs are solved exactly, whatever --epsilon says.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = FILES.replace("below", "in docs/reference/engine.md")
    parser.add_argument("--workers", type=Path, help="Parquet: who seeks work; with --graph it may be left out")
    parser.add_argument("--vacancies", type=Path, help="Parquet: what is open; with --graph: vacancy, capacity")
    parser.add_argument("--graph", type=Path, help="Parquet: worker, vacancy, score: all there is")
    parser.add_argument("--ties", type=Path, help="Parquet: how many of a village work for an employer")
    parser.add_argument("--points", type=Path, help="YAML: points of the city; without it those that are shipped")
    parser.add_argument("--out", type=Path, required=True, help="Parquet to write: worker, vacancy, score")
    parser.add_argument("--stable", action="store_true", help="nobody finds a vacancy that would rather have him")
    parser.add_argument("--exact", action="store_true", help="the very optimum, by OR-Tools (extra `exact`)")
    parser.add_argument("--quotas", type=Path, help="Parquet: home, least; or group, worker, least")
    parser.add_argument("--groups", type=Path, help="Parquet: group, worker: who goes together, or stays")
    parser.add_argument("--warm", type=Path, help="Parquet: vacancy, price of an earlier run (--prices-out)")
    parser.add_argument("--prices-out", type=Path, help="Parquet to write: vacancy, price in points")
    parser.add_argument("--epsilon", type=float, default=EPSILON, help=f"greatest gap, of 1 ({EPSILON}); 0: exact")
    parser.add_argument("--seed", type=int, default=0, help="of the lottery between equals (--stable)")


def run(options: argparse.Namespace) -> int:
    """Allocate, write, and print value, bound and cost as one JSON object."""
    _check(options)
    problem = read_problem(options)
    quotas = read_quotas(options.quotas, problem) if options.quotas else None
    groups = read_quotas(options.groups, problem, with_least=False) if options.groups else None
    warm = read_warm(options.warm, problem) if options.warm else None
    begun = time.process_time()
    warm_up(with_world=problem.ranker is not None, stable=options.stable)
    ready = time.process_time()
    told: dict[str, Any] = {}
    try:
        allocation = _allocated(options, problem, quotas, groups, warm, told)
    except NotPossible as fault:
        raise WrongFile(f"{options.quotas or options.graph}: {fault}") from fault
    done = time.process_time()
    _write(options, problem, allocation)
    print(json.dumps(_said(problem, allocation) | told | {
        "cpu_seconds": round(done - ready, 3), "compile_seconds": round(ready - begun, 3),
        "peak_mb": round(peak_mb(), 1),
    }))  # fmt: skip
    return 0


def warm_up(*, with_world: bool = False, stable: bool = False) -> None:
    """Compile what the auction calls, or load it from the disk."""
    from gangqiao.engine import auction

    two, one = np.array([0, 1, 2], np.int64), np.array([1, 2, 3], np.int64)
    tiny = Graph(two, two * 0, one, np.array([1]))
    assign(tiny)
    auction.warm_up()
    if stable:
        from gangqiao.engine.stability import stable as stably

        stably(tiny)
    if with_world:
        from gangqiao.engine import growing
        from gangqiao.engine.columns import Vacancies, Workers
        from gangqiao.engine.ranking import Ranker

        ranker = Ranker(Workers.of(1), Vacancies.of(1))
        assign(ranker)
        assign(ranker, warm=np.zeros(1, np.int64))
        growing.warm_up(ranker)


def _check(options: argparse.Namespace) -> None:
    if not 0 <= options.epsilon < 1:
        raise WrongFile(f"--epsilon {options.epsilon}: a share from 0 to less than 1 is expected, as 0.0005.")
    if options.stable and (options.exact or options.quotas or options.groups):
        raise WrongFile("--stable goes with neither --exact, --quotas nor --groups; leave out the one or the other.")
    if options.exact and options.groups:
        raise WrongFile("--exact cannot keep groups together; leave out --exact or --groups.")
    if options.graph is None and (options.workers is None or options.vacancies is None):
        raise WrongFile("--workers and --vacancies are needed, or --graph with the pairs.")


def _allocated(
    options: argparse.Namespace, problem: Problem, quotas: list[Quota] | None, groups: Any, warm: Any,
    told: dict[str, Any],
) -> Allocation:  # fmt: skip
    if not (options.stable or options.exact):
        together = [group.members for group in groups] if groups else None
        allocation = assign(problem.source, epsilon=options.epsilon, quotas=quotas, warm=warm, groups=together)
        if groups:
            told |= {"groups": len(groups), "groups_apart": len(allocation.apart), "lost_at_most": allocation.lost}
        return allocation
    if options.exact:
        from gangqiao.engine.exact import NoSolver, solve

        try:
            return solve(problem.graph(), quotas)
        except NoSolver as missing:
            raise WrongFile(str(missing)) from missing
    from gangqiao.engine import stability

    graph = problem.graph()
    allocation = stability.stable(graph, priority=problem.priority, salt=problem.salt, seed=options.seed)
    best = assign(graph, epsilon=options.epsilon)
    told |= {
        "bound": best.bound, "gap": (best.bound - allocation.value) / best.bound if best.bound else 0.0,
        "blocking_pairs": stability.blocking_pairs(graph, allocation.vacancy, priority=problem.priority),
        "optimum_value": best.value,
        "price_of_stability": 1 - allocation.value / best.value if best.value else 0.0,
    }  # fmt: skip
    told["gap_percent"] = 100 * told["gap"]
    return allocation


def _said(problem: Problem, allocation: Allocation) -> dict[str, Any]:
    return {
        "value": allocation.value, "bound": allocation.bound, "gap": allocation.gap,
        "gap_percent": 100 * allocation.gap, "seats": allocation.seats, "seats_filled": allocation.matched,
        "workers": problem.worker.size, "matched": allocation.matched, "edges": problem.edges,
        "mode": allocation.mode,
    }  # fmt: skip


def _write(options: argparse.Namespace, problem: Problem, allocation: Allocation) -> None:
    rows = np.flatnonzero(allocation.vacancy >= 0)
    write(options.out, {
        "worker": problem.worker[rows], "vacancy": problem.vacancy[allocation.vacancy[rows]],
        "score": allocation.score[rows],
    })  # fmt: skip
    if options.prices_out:
        write(options.prices_out, {"vacancy": problem.vacancy, "price": allocation.prices / SCALE})
