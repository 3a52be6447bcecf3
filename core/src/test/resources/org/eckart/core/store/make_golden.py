"""Makes python-0.8.safetensors, or with --check reads eckart-v1.safetensors with Python's library."""

import pathlib
import sys

import numpy as np
import safetensors
from safetensors.numpy import load_file

here = pathlib.Path(__file__).parent


def make():
    tensors = {
        "doubles": np.array([[1.0, -0.0, 1e-150], [1e150, np.pi, 5e-324]]),
        "floats": np.array([1, 2.5, -3, 1e-45], dtype=np.float32),
        "longs": np.array([[2**63 - 1, -(2**63)]]),
        "ints": np.array([2**31 - 1, -(2**31), 7], dtype=np.int32),
        "half": np.array([[1.5, -2.0], [65504.0, 2.0**-24]], dtype=np.float16),
        "brain": np.array([0x3FC0, 0xC000, 0x7F80, 0x0001], dtype=np.uint16),  # 1.5, -2, infinity, 2^-133
        "scalar": np.array(42.0),
        "empty": np.zeros((0, 5), dtype=np.float32),
    }
    parts = {
        name: safetensors.TensorSpec(
            dtype="bfloat16" if name == "brain" else values.dtype.name,
            shape=values.shape,
            data_ptr=values.ctypes.data,
            data_len=values.nbytes,
        )
        for name, values in tensors.items()
    }
    texts = {"method": "als", "note": 'Zürich — "quoted" \\ \n ∑'}
    (here / "python-0.8.safetensors").write_bytes(safetensors.serialize(parts, texts))


def check():
    file = here / "eckart-v1.safetensors"
    found = load_file(file)
    assert found["U"].dtype == np.float64 and found["U"].tolist() == [[1.0, -0.5], [0.25, 1e-300], [3e300, 0.0]]
    assert found["s"].dtype == np.float32 and found["s"].tolist() == [3.5, 0.125, 0.0]
    assert found["counts"].dtype == np.int32 and found["counts"].tolist() == [-1, 2147483647]
    assert found["ids"].dtype == np.int64 and found["ids"].tolist() == [[9007199254740993]]
    assert found["none"].shape == (0, 2)
    with safetensors.safe_open(file, "numpy") as opened:
        assert opened.metadata() == {"method": "als", "note": 'Zürich "1" \\ ∑'}
    print("Python reads what Eckart wrote")


check() if "--check" in sys.argv else make()
