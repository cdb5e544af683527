"""How long programs in Python take for the gradients that benches/paths measures: numpy, PyTorch and micrograd,
whichever are installed, beside gradwalk.

    python benches/peers.py

Every program gets the same numbers, has to give the same gradient, and is timed once in every round, one after the
other. What is printed are medians over the rounds: gradwalk's time, and how many times as long the others take. All
run on one thread. micrograd, which makes an object of every number, gets few examples of the larger networks, and its
time is scaled up; what took too long is not asked.
"""

import os

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")})

import importlib.util
import statistics
import subprocess
import time

import numpy as np

ROUNDS = 7
NETS = {
    "A": ([4, 2, 3], 2),
    "B": ([4, 2, 3], 150),
    "C": ([784, 30, 10], 100),
    "D": ([784, 128, 64, 10], 32),
    "E": ([8] * 6, 32),
}


def problem(widths, examples):
    """The weights, inputs and labels of benches/paths/nets.rs."""
    state = 1

    def grid(rows, columns, scale):
        nonlocal state
        numbers = np.empty(rows * columns)
        for at in range(rows * columns):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            numbers[at] = scale * ((state >> 11) / 2**52 - 1.0)
        return numbers.reshape(rows, columns)

    weights = [grid(rows, columns, 0.25) for rows, columns in zip(widths, widths[1:])]
    return weights, grid(examples, widths[0], 1.0), grid(examples, widths[-1], 1.0)


def with_numpy(weights, inputs, labels):
    def gradient():
        outs = [inputs]
        for weight in weights:
            outs.append(1 / (1 + np.exp(-(outs[-1] @ weight))))
        error, updates = outs[-1] - labels, []
        for at in reversed(range(len(weights))):
            delta = error * outs[at + 1] * (1 - outs[at + 1])
            updates.append(outs[at].T @ delta / labels.size)
            error = delta @ weights[at].T
        return updates[::-1]

    return gradient


def with_pytorch(weights, inputs, labels):
    import torch

    torch.set_num_threads(1)
    weights = [torch.tensor(weight, requires_grad=True) for weight in weights]
    inputs, labels = torch.tensor(inputs), torch.tensor(labels)

    def gradient():
        out = inputs
        for weight in weights:
            weight.grad = None
            out = torch.sigmoid(out @ weight)
        (0.5 * torch.nn.functional.mse_loss(out, labels)).backward()
        return [weight.grad.numpy() for weight in weights]

    return gradient


def with_micrograd(weights, inputs, labels):
    from math import exp

    from micrograd.engine import Value

    def sigmoid(value):
        out = Value(1 / (1 + exp(-value.data)), (value,), "sigmoid")

        def backward():
            value.grad += out.data * (1 - out.data) * out.grad

        out._backward = backward
        return out

    weights = [[[Value(float(w)) for w in row] for row in weight] for weight in weights]
    parameters = [value for weight in weights for row in weight for value in row]

    def gradient():
        for value in parameters:
            value.grad = 0
        cost = 0
        for row, wanted in zip(inputs, labels):
            out = [float(number) for number in row]
            for weight in weights:
                sums = [sum(w * o for w, o in zip(column, out)) for column in zip(*weight)]
                out = [sigmoid(value) for value in sums]
            cost = cost + sum((o - float(y)) ** 2 for o, y in zip(out, wanted))
        (cost * (0.5 / labels.size)).backward()
        return [np.array([[value.grad for value in row] for row in weight]) for weight in weights]

    return gradient


PROGRAMS = {"numpy": with_numpy, "torch": with_pytorch, "micrograd": with_micrograd}


def seconds(work):
    """Of one call; what is short is repeated."""
    times = 1
    while True:
        start = time.process_time()
        for _ in range(times):
            work()
        passed = time.process_time() - start
        if passed > 4e-3:
            return passed / times
        times *= 2


class Gradwalk:
    """The benchmark's program, which answers questions line by line."""

    def __init__(self):
        command = ["cargo", "bench", "--quiet", "--no-default-features", "--bench", "paths", "--", "answer"]
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        self.process = subprocess.Popen(
            command, cwd=root, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, question):
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return [float(number) for number in self.process.stdout.readline().split()]


def affordable(program, widths, examples):
    """So many examples that micrograd ends within a second or so."""
    if program != "micrograd":
        return examples
    products = sum(a * b for a, b in zip(widths, widths[1:]))
    return max(1, min(examples, 100_000 // products))


def main():
    installed = [name for name in PROGRAMS if importlib.util.find_spec(name)]
    gradwalk = Gradwalk()
    print("net  gradwalk  " + "  ".join(f"{name + ' / gradwalk':>20}" for name in installed))
    for net, (widths, examples) in NETS.items():
        weights, inputs, labels = problem(widths, examples)
        ours = np.array(gradwalk.ask(f"gradient {net}"))
        programs = {}
        for name in installed:
            some = affordable(name, widths, examples)
            programs[name] = PROGRAMS[name](weights, inputs[:some], labels[:some]), examples / some
            theirs = np.concatenate([update.ravel() for update in programs[name][0]()])
            expected = ours if some == examples else np.concatenate(
                [update.ravel() for update in with_numpy(weights, inputs[:some], labels[:some])()]
            )
            apart = np.max(np.abs(theirs - expected))
            assert apart < 1e-12, f"{net}: {name} gives another gradient, {apart} apart"
        times, ratios = [], {name: [] for name in installed}
        for _ in range(ROUNDS):
            (time_of_ours,) = gradwalk.ask(f"time {net}")
            times.append(time_of_ours)
            for name, (gradient, scale) in programs.items():
                ratios[name].append(seconds(gradient) * scale / time_of_ours)
        columns = [f"{statistics.median(ratios[name]):20.3g}" for name in installed]
        print(f"{net:3} {statistics.median(times) * 1e6:7.2f} us  " + "  ".join(columns), flush=True)


main()
