"""Answers small integer programs with HiGHS, as scipy bundles it: one JSON object a line in, one a line out.

In:  {"cost": [..], "most": [..], "rows": [[[column, coefficient], ..], ..], "low": [..], "high": [..]}, all columns whole,
     from 0 to their most; the least cost is wanted; null in low or high is no limit.
Out: the least cost, or null where there is no solution.
"""

import json
import sys

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix


def limits(values, instead):
    return numpy.array([instead if value is None else value for value in values], float)


def answer(program):
    columns, rows = len(program["cost"]), len(program["rows"])
    if columns == 0 or rows == 0:
        return sum(min(0, cost) * most for cost, most in zip(program["cost"], program["most"]))
    entries = [(row, *entry) for row, entries in enumerate(program["rows"]) for entry in entries]
    places = ([row for row, _, _ in entries], [column for _, column, _ in entries])
    matrix = csr_matrix(([value for _, _, value in entries], places), shape=(rows, columns))
    result = milp(
        numpy.array(program["cost"], float),
        constraints=LinearConstraint(
            matrix, limits(program["low"], -numpy.inf), limits(program["high"], numpy.inf)
        ),
        integrality=numpy.ones(columns),
        bounds=Bounds(0, numpy.array(program["most"], float)),
        options={"mip_rel_gap": 0.0},
    )
    if result.status == 2:
        return None
    if result.status != 0:
        raise RuntimeError(result.message)
    return round(result.fun)


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
