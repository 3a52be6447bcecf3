"""TensorLy's masked Tucker decomposition, driven line by line over standard input.

Started as: python3 tensor_peers.py FOLDER. Each line asks for one thing and gets one line of JSON:
  peers               whether NumPy and TensorLy are here, with versions
  load                reads truth.npy and mask.npy in FOLDER
  run RANK STEPS      seconds, processor seconds and the relative error of the completed tensor
"""
import json
import sys
import time

import numpy as np

folder = sys.argv[1]
truth = None
mask = None


def peers():
    found = {"numpy": np.__version__}
    try:
        import tensorly

        found["tensorly"] = tensorly.__version__
    except ImportError:
        pass
    return {"versions": found}


def load():
    global truth, mask
    truth = np.load(f"{folder}/truth.npy")
    mask = np.load(f"{folder}/mask.npy").astype(bool)
    return {"shape": list(truth.shape)}


def run(rank, steps):
    import tensorly
    from tensorly.decomposition import tucker

    given = np.where(mask, truth, 0)
    wall, cpu = time.perf_counter(), time.process_time()
    core, factors = tucker(
        given, rank=[rank] * truth.ndim, mask=mask, n_iter_max=steps, tol=1e-14, init="svd"
    )
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    found = tensorly.tucker_to_tensor((core, factors))
    error = np.linalg.norm(found - truth) / np.linalg.norm(truth)
    return {"seconds": wall, "cpu": cpu, "error": float(error)}


for line in sys.stdin:
    words = line.split()
    try:
        if words[0] == "peers":
            answer = peers()
        elif words[0] == "load":
            answer = load()
        else:
            answer = run(int(words[1]), int(words[2]))
    except Exception as failure:
        answer = {"failed": f"{type(failure).__name__}: {failure}"}
    print(json.dumps(answer), flush=True)
