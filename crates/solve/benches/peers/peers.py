"""Solves one published instance with one general solver.

python3 peers.py SOLVER FORMAT FILE SECONDS THREADS   prints `objective bound`, `-` for what there is not.
python3 peers.py SOLVER                               ends with 0 when the solver is installed.

FORMAT is `gap` or `placement`. Either becomes the same form: costs of columns that are 0 or 1; lists of columns of
which exactly one is chosen; rows of columns with coefficients, and the most that each may come to.
"""

import importlib
import sys

MODULES = {"highs": "highspy", "cp-sat": "ortools.sat.python.cp_model", "scip": "pyscipopt"}


def read_gap(file):
    numbers = [int(word) for word in open(file).read().split()]
    m, n = numbers[:2]
    cost, size = numbers[2 : 2 + m * n], numbers[2 + m * n : 2 + 2 * m * n]
    choices = [range(j, m * n, n) for j in range(n)]
    rows = [
        (range(i * n, i * n + n), size[i * n : i * n + n], numbers[2 + 2 * m * n + i])
        for i in range(m)
    ]
    return cost, choices, rows


def noise(j, p):
    mask = 2**64 - 1
    x = (j + 1) * 0x9E3779B97F4A7C15 & mask
    x ^= (p + 1) * 0xC2B2AE3D27D4EB4F & mask
    x ^= x >> 29
    x = x * 0xBF58476D1CE4E5B9 & mask
    x ^= x >> 32
    return x % 101 - 50


def read_placement(file):
    law, egress, pools = {}, [], []
    cost, choices, held = [], [], []
    for fields in (line.split() for line in open(file)):
        if fields[0] == "law":
            law[int(fields[1]), int(fields[2])] = fields[3]
        elif fields[0] == "egress":
            egress.append([int(word) for word in fields[2:]])
        elif fields[0] == "pool":
            runs = [[int(word) for word in run.split("x")] for run in fields[5:]]
            capacity = [chips for count, chips in runs for _ in range(count)]
            pools.append((*map(int, fields[2:5]), capacity))
            held.append([([], []) for _ in capacity])
        elif fields[0] == "job":
            j, of, home, release, due, data, penalty = map(int, fields[1:8])
            needs = fields[8].split(",")
            ways = [len(cost)]
            cost.append(penalty)
            for p, (kind, place, rate, capacity) in enumerate(pools):
                if needs[kind] == "-" or law[of, home][place] == "0":
                    continue
                chips, periods = map(int, needs[kind].split(":"))
                rent = chips * periods * rate * (1000 + noise(j, p)) // 1000
                price = rent + data * egress[home][place] // 1000
                for start in range(release, due - periods + 1):
                    if price >= penalty or min(capacity[start : start + periods]) < chips:
                        continue
                    ways.append(len(cost))
                    for columns, sizes in held[p][start : start + periods]:
                        columns.append(len(cost))
                        sizes.append(chips)
                    cost.append(price)
            choices.append(ways)
    rows = [
        (*row, chips)
        for pool, rows in zip(pools, held)
        for row, chips in zip(rows, pool[3])
        if sum(row[1]) > chips
    ]
    return cost, choices, rows


def highs(program, seconds, threads):
    import highspy
    import numpy

    cost, choices, rows = program
    solver = highspy.Highs()
    for name, value in [
        ("output_flag", False),
        ("time_limit", seconds),
        ("threads", threads),
        ("mip_rel_gap", 0.0),
    ]:
        solver.setOptionValue(name, value)
    n = len(cost)
    at = numpy.arange(n, dtype=numpy.int32)
    solver.addVars(n, numpy.zeros(n), numpy.ones(n))
    solver.changeColsCost(n, at, numpy.array(cost, float))
    solver.changeColsIntegrality(n, at, numpy.array([highspy.HighsVarType.kInteger] * n))
    row = lambda low, high, columns, sizes: solver.addRow(
        low, high, len(columns), numpy.array(columns, numpy.int32), numpy.array(sizes, float)
    )
    for columns in choices:
        row(1, 1, columns, [1] * len(columns))
    for columns, sizes, most in rows:
        row(-highspy.kHighsInf, most, columns, sizes)
    solver.run()
    info = solver.getInfo()
    found = info.primal_solution_status == 2
    return (info.objective_function_value if found else None), info.mip_dual_bound


def cp_sat(program, seconds, threads):
    from ortools.sat.python import cp_model

    cost, choices, rows = program
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in cost]
    for columns in choices:
        model.add_exactly_one([x[at] for at in columns])
    for columns, sizes, most in rows:
        model.add(cp_model.LinearExpr.weighted_sum([x[at] for at in columns], sizes) <= most)
    model.minimize(cp_model.LinearExpr.weighted_sum(x, cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (solver.objective_value if found else None), solver.best_objective_bound


def scip(program, seconds, threads):
    import pyscipopt

    cost, choices, rows = program
    model = pyscipopt.Model()
    model.hideOutput()
    model.setParam("limits/time", seconds)
    model.setParam("parallel/maxnthreads", threads)
    x = [model.addVar(vtype="B", obj=price) for price in cost]
    for columns in choices:
        model.addCons(pyscipopt.quicksum(x[at] for at in columns) == 1)
    for columns, sizes, most in rows:
        load = pyscipopt.quicksum(size * x[at] for at, size in zip(columns, sizes))
        model.addCons(load <= most)
    model.optimize()
    return (model.getObjVal() if model.getNSols() else None), model.getDualbound()


def main():
    name = sys.argv[1]
    importlib.import_module(MODULES[name])
    if len(sys.argv) == 2:
        return
    form, file, seconds, threads = sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5])
    program = {"gap": read_gap, "placement": read_placement}[form](file)
    solve = {"highs": highs, "cp-sat": cp_sat, "scip": scip}[name]
    objective, bound = solve(program, seconds, threads)
    print("-" if objective is None else round(objective), "-" if bound is None else bound)


main()
