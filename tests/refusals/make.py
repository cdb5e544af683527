"""Writes the broken archives of this folder, one fault each, byte by byte and without NumPy.

    python3 tests/refusals/make.py

The archives are committed; this script says how they came about and makes the same bytes again.
"""

import io
import struct
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent
EPOCH = (1980, 1, 1, 0, 0, 0)


def npy(descr, shape, data, order="False", version=1, header=None):
    """One array: its header and its raw numbers."""
    text = header or "{'descr': %s, 'fortran_order': %s, 'shape': %s, }" % (descr, order, shape)
    width = "<H" if version == 1 else "<I"
    before = 8 + struct.calcsize(width)
    text = text.encode("latin-1")
    text += b" " * (-(before + len(text) + 1) % 64) + b"\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack(width, len(text)) + text + data


def doubles(shape, *numbers):
    return npy("'<f8'", shape, struct.pack("<%dd" % len(numbers), *numbers))


def good():
    """Two inputs, three hidden nodes, two outputs, two examples."""
    return {
        "X": doubles((2, 2), 1, 2, 3, 4),
        "Y": doubles((2, 2), 0, 1, 1, 0),
        "W1": doubles((2, 3), 0.1, -0.2, 0.3, 0.4, 0.5, -0.6),
        "b1": doubles((3,), 0.1, 0.2, 0.3),
        "W2": doubles((3, 2), 0.7, -0.8, 0.9, 0.1, -0.2, 0.3),
    }


def archive(arrays, method=zipfile.ZIP_STORED):
    """A zip file of (name, bytes) pairs, with no dates in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, data in arrays:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = method
            zipped.writestr(entry, data)
    return file.getvalue()


def changed(**changes):
    """The good arrays with some replaced, added or (None) left out."""
    arrays = {**good(), **changes}
    return archive((name + ".npy", data) for name, data in arrays.items() if data is not None)


def patched(data, name, offset, value):
    """An archive with bytes changed in the table of contents, counted from the beginning of an entry's record."""
    at = data.rindex((name + ".npy").encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    return data[: at + offset] + value + data[at + offset + len(value) :]


GOOD = changed()
SQUEEZED = archive(((name + ".npy", data) for name, data in good().items()), zipfile.ZIP_DEFLATED)

FILES = {
    "empty.npz": b"",
    "no-arrays.npz": archive([]),
    "cut-off.npz": GOOD[: len(GOOD) // 2],
    "one-array-called.npz": good()["X"],
    "pickle-called.npz": b"\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00]\x94K\x01a.",
    "text-called.npz": b"X = [[1, 2], [3, 4]]",
    "hole-in-the-middle.npz": GOOD.replace(b"PK\x03\x04", b"PK\x09\x09"),
    "wrong-checksum.npz": GOOD.replace(struct.pack("<d", 0.9), struct.pack("<d", 0.8), 1),
    "packed-data-damaged.npz": SQUEEZED.replace(SQUEEZED[40:44], b"\xff\xff\xff\xff", 1),
    "encrypted.npz": patched(GOOD, "W1", 8, b"\x01\x00"),
    "unknown-method.npz": patched(GOOD, "W1", 10, b"\x0e\x00"),
    "stored-with-another-size.npz": patched(GOOD, "W1", 24, struct.pack("<I", 4000)),
    "inflates-without-measure.npz": patched(SQUEEZED, "W1", 24, struct.pack("<I", 3 << 30)),
    "entry-given-twice.npz": archive([(n + ".npy", d) for n, d in good().items()] + [("X.npy", good()["X"])]),
    "not-an-array.npz": changed(X=b"hello, this is not an array at all"),
    "array-cut-off.npz": changed(X=good()["X"][:40]),
    "unknown-version.npz": changed(X=npy("'<f8'", (2, 2), bytes(32), version=9)),
    "long-header.npz": changed(X=b"\x93NUMPY\x02\x00" + struct.pack("<I", 1 << 20) + bytes(50)),
    "broken-header.npz": changed(X=npy(None, None, bytes(32), header="{'descr': '<f8', 'shape': (2, 2")),
    "terabyte.npz": changed(X=npy("'<f8'", (125000000000,), bytes(32))),
    "more-than-can-be-counted.npz": changed(X=npy("'<f8'", (1 << 40, 1 << 40), bytes(32))),
    "too-few-numbers.npz": changed(X=npy("'<f8'", (2, 2), bytes(31))),
    "pickled-objects.npz": changed(X=npy("'|O'", (2, 2), bytes(32))),
    "records.npz": changed(X=npy("[('a', '<f8'), ('b', '<i4')]", (2,), bytes(24))),
    "complex-numbers.npz": changed(W1=npy("'<c16'", (2, 3), bytes(96))),
    "texts.npz": changed(Y=npy("'<U6'", (2,), bytes(48))),
    "long-doubles.npz": changed(X=npy("'<f16'", (2, 2), bytes(64))),
    "dates.npz": changed(X=npy("'<M8[D]'", (2, 2), bytes(32))),
    "nan.npz": changed(W2=doubles((3, 2), 0.7, -0.8, 0.9, float("nan"), -0.2, 0.3)),
    "infinite-half.npz": changed(X=npy("'<f2'", (2, 2), struct.pack("<4H", 0x3C00, 0x7C00, 0, 0))),
    "inexact-integer.npz": changed(X=npy("'<i8'", (2, 2), struct.pack("<4q", 1, 2, (1 << 53) + 1, 4))),
    "no-labels.npz": changed(Y=None),
    "no-weights.npz": changed(W1=None, W2=None, b1=None),
    "layer-left-out.npz": changed(W3=good()["W2"], W2=None),
    "biases-without-weights.npz": changed(b3=doubles((2,), 1, 2)),
    "two-names-for-one-thing.npz": changed(weights_1=good()["W1"]),
    "two-names-for-the-hidden-delta.npz": changed(H_delta=doubles((2, 3), *range(6)), dZ1=doubles((2, 3), *range(6))),
    "layers-that-do-not-chain.npz": changed(W2=doubles((5, 2), *range(10))),
    "labels-for-other-examples.npz": changed(Y=doubles((3, 2), *range(6))),
    "biases-of-another-layer.npz": changed(b1=doubles((2,), 1, 2)),
    "pictures.npz": changed(X=doubles((2, 2, 1), 1, 2, 3, 4)),
    "class-out-of-range.npz": changed(Y=npy("'<i8'", (2,), struct.pack("<2q", 0, 2))),
    "class-with-a-fraction.npz": changed(Y=doubles((2,), 1, 0.5)),
    "no-examples.npz": changed(X=doubles((0, 2)), Y=doubles((0, 2))),
    "no-nodes.npz": changed(W1=doubles((2, 0)), b1=None, W2=doubles((0, 2))),
}

for name, data in FILES.items():
    (FOLDER / name).write_bytes(data)
(FOLDER / "one-array.npy").write_bytes(good()["X"])
(FOLDER / "model.pt").write_bytes(FILES["pickle-called.npz"])
