"""Saves homework as students do and asks the installed gradwalk about it.

Run by the Python of the environment that the wheel was installed into, in an empty folder. Every answer is compared
with what is known about the homework; the first that is another one ends it.
"""

import json
import os
import subprocess
import sys

import numpy as np

GRADWALK = os.path.join(os.path.dirname(sys.executable), "gradwalk")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


rng = np.random.default_rng(3)
X, Y = rng.normal(size=(5, 2)), np.eye(3)[[0, 1, 2, 1, 0]]
W1, b1 = rng.normal(size=(2, 4)), rng.normal(size=4)
W2, b2 = rng.normal(size=(4, 3)), rng.normal(size=3)

A1 = sigmoid(X @ W1 + b1)
A2 = sigmoid(A1 @ W2 + b2)
error = A2 - Y
delta2 = error * A2 * (1 - A2)


def gradient(sent_back):
    """The gradient of 1/(2EK) sum of squares, with this sent back from the output layer."""
    delta1 = (sent_back @ W2.T) * A1 * (1 - A1)
    deltas = {"dW1": X.T @ delta1, "db1": delta1.sum(axis=0), "dW2": A1.T @ delta2, "db2": delta2.sum(axis=0)}
    return {name: total / Y.size for name, total in deltas.items()}


def check(expected, options=(), **arrays):
    np.savez("homework.npz", **arrays)
    command = [GRADWALK, "check", "homework.npz", "--cost", "half-mse", *options]
    text = subprocess.run(command, capture_output=True, encoding="utf-8")
    answer = subprocess.run([*command, "--format", "json"], capture_output=True, encoding="utf-8")
    verdict = json.loads(answer.stdout)
    said = verdict["verdict"], [mistake["id"] for mistake in verdict["mistakes"]]
    assert said == expected, (said, expected, answer.stderr)
    assert text.returncode == answer.returncode == int(said[0] != "correct"), text.stderr
    print(" ".join(command[1:]), "->", *said)
    return text.stdout


network = dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2)
right, wrong = gradient(delta2), gradient(error)
raw = "mistake", ["raw-error-sent-back"]

check(("correct", []), **network, **right)
report = check(raw, **network, **wrong)
assert "w_111 = W1[0,0] is the first number that differs" in report.replace("\n", " "), report
assert report.rstrip().endswith("gradwalk check homework.npz --cost half-mse --tell"), report

# As frameworks have it: float32, to-from, in Fortran order.
single = {name: np.asfortranarray(array.T, dtype=np.float32) for name, array in {**network, **wrong}.items()}
single.update(X=X.astype(np.float32), Y=np.argmax(Y, axis=1))
check(raw, ["--layout", "to-from"], **single)

# Printed with four decimals, and one array only.
check(("correct", []), **network, dW2=right["dW2"].round(4))
