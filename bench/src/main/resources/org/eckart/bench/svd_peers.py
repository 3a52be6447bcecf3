"""SciPy's and scikit-learn's truncated SVDs, driven line by line over standard input.

Started as: python3 svd_peers.py FOLDER. Each line asks for one thing and gets one line of JSON:
  peers                      the solvers that are here, with versions
  load sparse|dense          reads the matrix from .npy files in FOLDER
  calibrate SOLVER RANK TOL  the loosest setting whose residuals are within TOL, verified here
  run SOLVER RANK SETTING    seconds; the triplets are left in FOLDER as u.npy, s.npy, v.npy
  gemm                       seconds of one product of the two matrices in FOLDER
"""
import json
import sys
import time

import numpy as np

folder = sys.argv[1]
matrix = None
LOOSE_TO_TIGHT = [1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11]
PASSES = [4, 8, 16, 32, 64]
CALIBRATION_SECONDS = 90


def peers():
    found = {"numpy": np.__version__}
    solvers = []
    try:
        import scipy

        found["scipy"] = scipy.__version__
        solvers += ["propack", "arpack", "lobpcg"]
    except ImportError:
        pass
    try:
        import sklearn

        found["scikit-learn"] = sklearn.__version__
        solvers += ["sklearn-randomized"]
    except ImportError:
        pass
    return {"versions": found, "solvers": solvers}


def load(kind):
    global matrix
    if kind == "dense":
        matrix = np.load(f"{folder}/dense.npy")
    else:
        from scipy.sparse import csr_matrix

        shape = np.load(f"{folder}/shape.npy")
        parts = [np.load(f"{folder}/{name}.npy") for name in ("values", "indices", "starts")]
        matrix = csr_matrix(tuple(parts), shape=(int(shape[0]), int(shape[1])))
    return {"shape": list(matrix.shape)}


def triplets(solver, rank, setting):
    if solver == "sklearn-randomized":
        from sklearn.utils.extmath import randomized_svd

        u, s, vt = randomized_svd(
            matrix, rank, n_oversamples=rank, n_iter=int(setting), power_iteration_normalizer="QR", random_state=1
        )
    else:
        from scipy.sparse.linalg import svds

        options = {"maxiter": 200} if solver == "lobpcg" else {}
        u, s, vt = svds(matrix, rank, solver=solver, tol=setting, rng=np.random.default_rng(1), **options)
    order = np.argsort(-s)
    return u[:, order], s[order], vt[order]


def residual(u, s, vt):
    right = np.linalg.norm(matrix @ vt.T - u * s, axis=0)
    left = np.linalg.norm(matrix.T @ u - vt.T * s, axis=0)
    return float(max(right.max(), left.max()) / s[0])


def timed(solver, rank, setting):
    wall, processor = time.perf_counter(), time.process_time()
    found = triplets(solver, rank, setting)
    return found, time.perf_counter() - wall, time.process_time() - processor


def calibrate(solver, rank, tolerance):
    best, spent = float("inf"), 0.0
    for setting in PASSES if solver == "sklearn-randomized" else LOOSE_TO_TIGHT:
        try:
            found, seconds, _ = timed(solver, rank, setting)
        except Exception as failed:  # a solver that gives up says so in many ways
            return {"failed": f"{type(failed).__name__}: {failed}".splitlines()[0]}
        best = min(best, residual(*found))
        spent += seconds
        if best <= tolerance:
            return {"setting": setting, "residual": best}
        if spent > CALIBRATION_SECONDS:
            break
    return {"failed": f"its residual was {best:.1e} at the last setting tried, after {spent:.0f} s"}


def run(solver, rank, setting):
    (u, s, vt), seconds, processor = timed(solver, rank, setting)
    np.save(f"{folder}/u.npy", np.ascontiguousarray(u))
    np.save(f"{folder}/s.npy", np.ascontiguousarray(s.reshape(-1, 1)))
    np.save(f"{folder}/v.npy", np.ascontiguousarray(vt.T))
    return {"seconds": seconds, "cpu": processor}


operands = []


def gemm():
    if not operands:
        operands.extend(np.load(f"{folder}/{name}.npy") for name in ("a", "b"))
        operands.append(np.zeros_like(operands[0]))
    wall = time.perf_counter()
    np.matmul(operands[0], operands[1], out=operands[2])
    return {"seconds": time.perf_counter() - wall}


for line in sys.stdin:
    word = line.split()
    if word[0] == "peers":
        answer = peers()
    elif word[0] == "load":
        answer = load(word[1])
    elif word[0] == "calibrate":
        answer = calibrate(word[1], int(word[2]), float(word[3]))
    elif word[0] == "run":
        answer = run(word[1], int(word[2]), float(word[3]))
    elif word[0] == "gemm":
        answer = gemm()
    else:
        answer = {"failed": f"does not know {word[0]}"}
    print(json.dumps(answer), flush=True)
