"""TensorLy's robust_pca, driven line by line over standard input.

Started as: python3 robust_pca_peer.py FOLDER. Each line asks for one thing and gets one line of JSON:
  peers               whether NumPy and TensorLy are here, with versions
  load                reads y.npy and the factors u.npy, s.npy, v.npy of the truth in FOLDER
  run                 seconds and the relative error of the low-rank part
"""
import json
import sys
import time

import numpy as np

folder = sys.argv[1]
y = None
truth = None


def peers():
    found = {"numpy": np.__version__}
    try:
        import tensorly

        found["tensorly"] = tensorly.__version__
    except ImportError:
        pass
    return {"versions": found}


def load():
    global y, truth
    y = np.load(f"{folder}/y.npy")
    u, s, v = (np.load(f"{folder}/{name}.npy") for name in "usv")
    truth = (u * s) @ v.T
    return {"shape": list(y.shape)}


def run():
    from tensorly.decomposition import robust_pca

    lam = 1 / np.sqrt(max(y.shape))
    start = time.perf_counter()
    low_rank, _ = robust_pca(y, reg_E=lam, reg_J=1.0, mu_init=1.25 / np.linalg.norm(y, 2), tol=1e-7, n_iter_max=200)
    seconds = time.perf_counter() - start
    error = float(np.linalg.norm(low_rank - truth) / np.linalg.norm(truth))
    return {"seconds": seconds, "error": error}


for line in sys.stdin:
    try:
        answer = {"peers": peers, "load": load, "run": run}[line.strip()]()
    except Exception as failure:
        answer = {"failed": f"{type(failure).__name__}: {failure}"}
    print(json.dumps(answer), flush=True)
