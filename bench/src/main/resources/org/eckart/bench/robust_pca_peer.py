"""TensorLy's robust_pca on the matrix in a folder; prints one JSON object, or nothing without TensorLy."""
import json
import os
import sys
import time

try:
    import numpy as np
    import tensorly
    from tensorly.decomposition import robust_pca
except ImportError:
    sys.exit(0)

folder = sys.argv[1]
y = np.load(os.path.join(folder, "y.npy"))
u, s, v = (np.load(os.path.join(folder, name + ".npy")) for name in "usv")
truth = (u * s) @ v.T
lam = 1 / np.sqrt(max(y.shape))
start = time.perf_counter()
low_rank, _ = robust_pca(y, reg_E=lam, reg_J=1.0, mu_init=1.25 / np.linalg.norm(y, 2), tol=1e-7, n_iter_max=200)
seconds = time.perf_counter() - start
error = float(np.linalg.norm(low_rank - truth) / np.linalg.norm(truth))
print(json.dumps({"version": tensorly.__version__, "seconds": seconds, "error": error}))
