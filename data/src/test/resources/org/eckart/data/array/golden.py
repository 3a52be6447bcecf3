"""Writes the golden files beside it: python3 golden.py. Made with NumPy 2.x; they never change.

Entry (i, j) of each 2 x 3 array is 10 i + j + 0.5 for floating point and 10 i + j for integers.
"""
import numpy as np

i, j = np.indices((2, 3))
whole = 10 * i + j
real = whole + 0.5
np.save("f8-c.npy", real)
np.save("f8-fortran.npy", np.asfortranarray(real))
np.save("f8-big-endian.npy", real.astype(">f8"))
np.save("f4.npy", real.astype(np.float32))
np.save("f2.npy", real.astype(np.float16))
for kind in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"):
    np.save(f"{kind}.npy", whole.astype(kind))
np.save("i4-big-endian.npy", whole.astype(">i4"))
np.save("b1.npy", whole > 2)
np.save("objects.npy", np.array([1, "a"], dtype=object), allow_pickle=True)
np.save("complex.npy", real.astype(complex))
np.save("structured.npy", np.zeros(2, dtype=[("a", "<f8"), ("b", "<i4")]))
np.save("large-integer.npy", np.array([2**53 + 1]))
np.save("number.npy", np.float64(7.25))
np.save("empty.npy", np.zeros((0, 4)))
np.save("three-way-fortran.npy", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
np.savez("several.npz", real=real, whole=whole)
np.savez_compressed("one.npz", only=real)

# the 3 x 3 matrix 4 0 0 / 5 0 6 / 0 7 0; made with SciPy 1.x
import scipy.sparse as sparse

square = np.array([[4.0, 0, 0], [5, 0, 6], [0, 7, 0]])
sparse.save_npz("square-rows.npz", sparse.csr_matrix(square))
sparse.save_npz("square-columns.npz", sparse.csc_matrix(square))
sparse.save_npz("square-blocks.npz", sparse.bsr_matrix(square))
