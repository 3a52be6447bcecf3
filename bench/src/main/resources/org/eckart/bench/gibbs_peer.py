"""Gibbs sampling of A B' with normal factors, row by row in NumPy as a textbook has it: batched Grams,
batched Cholesky factors. One request a line: `peers`, or `sweep RANK NOISE COUNT` on y.npy in a folder, whose
missing entries are NaN; answers seconds of each of so many sweeps after one to warm up."""
import json
import os
import sys
import time

import numpy as np

folder = sys.argv[1]


def half(other, y, seen, precision, scale, rng):
    gram = np.einsum("ij,jk,jl->ikl", seen, other, other, optimize=True) * precision
    gram[:, np.arange(other.shape[1]), np.arange(other.shape[1])] += 1 / scale
    right = precision * (y @ other)
    factor = np.linalg.cholesky(gram)
    mean = np.linalg.solve(gram, right[:, :, None])
    noise = np.linalg.solve(np.transpose(factor, (0, 2, 1)), rng.standard_normal(right.shape)[:, :, None])
    return (mean + noise)[:, :, 0]


def sweeps(rank, noise, count):
    data = np.load(os.path.join(folder, "y.npy"))
    seen = (~np.isnan(data)).astype(float)
    y = np.where(seen > 0, data, 0.0)
    rng = np.random.default_rng(1)
    a = rng.standard_normal((y.shape[0], rank)) * 0.3
    b = rng.standard_normal((y.shape[1], rank)) * 0.3
    seconds = []
    for k in range(count + 1):
        start = time.perf_counter()
        b = half(a, y.T, seen.T, 1 / noise**2, np.ones(rank), rng)
        a = half(b, y, seen, 1 / noise**2, np.ones(rank), rng)
        if k > 0:
            seconds.append(time.perf_counter() - start)
    residual = (y - a @ b.T) * seen
    return {"seconds": seconds, "residual": float(np.sqrt((residual**2).sum() / seen.sum()))}


for line in sys.stdin:
    words = line.split()
    answer = {"numpy": np.__version__} if words[0] == "peers" else sweeps(int(words[1]), float(words[2]), int(words[3]))
    print(json.dumps(answer), flush=True)
