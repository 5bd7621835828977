"""Solves one instance of the generalised assignment problem with one general solver.

python3 peers.py SOLVER FILE SECONDS THREADS   prints `objective bound`, `-` for what there is not.
python3 peers.py SOLVER                        ends with 0 when the solver is installed.
"""

import importlib
import sys

MODULES = {"highs": "highspy", "cp-sat": "ortools.sat.python.cp_model", "scip": "pyscipopt"}


def read(file):
    numbers = [int(word) for word in open(file).read().split()]
    m, n = numbers[:2]
    table = lambda at: [numbers[at + i * n : at + (i + 1) * n] for i in range(m)]
    return m, n, table(2), table(2 + m * n), numbers[2 + 2 * m * n :]


def highs(instance, seconds, threads):
    import highspy

    m, n, cost, size, capacity = instance
    solver = highspy.Highs()
    for name, value in [
        ("output_flag", False),
        ("time_limit", seconds),
        ("threads", threads),
        ("mip_rel_gap", 0.0),
    ]:
        solver.setOptionValue(name, value)
    x = [[solver.addBinary(obj=cost[i][j]) for j in range(n)] for i in range(m)]
    for j in range(n):
        solver.addConstr(sum(x[i][j] for i in range(m)) == 1)
    for i in range(m):
        solver.addConstr(sum(size[i][j] * x[i][j] for j in range(n)) <= capacity[i])
    solver.run()
    info = solver.getInfo()
    found = info.primal_solution_status == 2
    return (info.objective_function_value if found else None), info.mip_dual_bound


def cp_sat(instance, seconds, threads):
    from ortools.sat.python import cp_model

    m, n, cost, size, capacity = instance
    model = cp_model.CpModel()
    x = [[model.new_bool_var("") for _ in range(n)] for _ in range(m)]
    for j in range(n):
        model.add_exactly_one(x[i][j] for i in range(m))
    for i in range(m):
        model.add(sum(size[i][j] * x[i][j] for j in range(n)) <= capacity[i])
    model.minimize(sum(cost[i][j] * x[i][j] for i in range(m) for j in range(n)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (solver.objective_value if found else None), solver.best_objective_bound


def scip(instance, seconds, threads):
    import pyscipopt

    m, n, cost, size, capacity = instance
    model = pyscipopt.Model()
    model.hideOutput()
    model.setParam("limits/time", seconds)
    model.setParam("parallel/maxnthreads", threads)
    x = [[model.addVar(vtype="B", obj=cost[i][j]) for j in range(n)] for i in range(m)]
    for j in range(n):
        model.addCons(pyscipopt.quicksum(x[i][j] for i in range(m)) == 1)
    for i in range(m):
        load = pyscipopt.quicksum(size[i][j] * x[i][j] for j in range(n))
        model.addCons(load <= capacity[i])
    model.optimize()
    return (model.getObjVal() if model.getNSols() else None), model.getDualbound()


def main():
    name = sys.argv[1]
    importlib.import_module(MODULES[name])
    if len(sys.argv) == 2:
        return
    file, seconds, threads = sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    solve = {"highs": highs, "cp-sat": cp_sat, "scip": scip}[name]
    objective, bound = solve(read(file), seconds, threads)
    print("-" if objective is None else round(objective), "-" if bound is None else bound)


main()
