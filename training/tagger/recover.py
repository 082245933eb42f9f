"""Takes the weights back out of exported int8 graphs, so that a training can go on from the shipped tagger.

Each weight is within half a step of its quantisation of what was trained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from training.tagger.network import Network


def recovered(network: Network, folder: Path) -> Network:
    """The network with the weights of ``low.int8.onnx`` and ``high.int8.onnx`` in a folder.

    Raises:
        KeyError: the graphs lack one of the network's weights.
    """
    held: dict[str, Tensor] = {}
    for name in ("low", "high"):
        held |= _weights(folder / f"{name}.int8.onnx")
    network.load_state_dict({key: held[key] for key in network.state_dict()})
    return network


def _weights(path: Path) -> dict[str, Tensor]:
    graph = onnx.load(path).graph
    stored = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in graph.initializer}
    out = {name.removeprefix("network."): value for name, value in stored.items() if value.dtype == torch.float32}
    words = stored.get("network.words.weight_quantized")
    if words is not None:
        zero = stored["network.words.weight_zero_point"]
        out["words.weight"] = (words.float() - zero.float()) * stored["network.words.weight_scale"]
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            base = node.input[1].removesuffix("_quantized")
            full = (stored[node.input[1]].float() - stored[base + "_zero_point"].float()) * stored[base + "_scale"]
            # "/layers.0/query/MatMul_quant" and, of the heads, "/cue/MatMul_quant", below "/network" in some exports.
            place = node.name.strip("/").removeprefix("network/").rsplit("/", 1)[0].replace("/", ".")
            out[place + ".weight"] = full.T.contiguous()
    return out
