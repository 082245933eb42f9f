"""Takes the weights back out of exported int8 graphs, so that a training can go on from the shipped tagger.

Each weight is within half a step of its quantisation of what was trained.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

from training.tagger.network import QUERY_SCALE, SHARED

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
    for name, below in (("low", 0), ("high", SHARED)):
        held |= _as_trained(_weights(folder / f"{name}.int8.onnx"), below)
    network.load_state_dict({key: held[key] for key in network.state_dict()})
    return network


def _as_trained(exported: dict[str, Tensor], below: int) -> dict[str, Tensor]:
    """Weights by their names in the network: layers counted from its first one, query, key and value apart."""
    out = {}
    for name, value in exported.items():
        layer = re.fullmatch(r"layers\.(\d+)\.(.+)", name)
        if layer is None:
            out[name] = value
            continue
        at, rest = f"layers.{int(layer[1]) + below}.", layer[2].removeprefix("attention.")
        if rest.startswith("all."):
            query, key, value = value.chunk(3)
            kind = rest.removeprefix("all.")
            out |= {f"{at}query.{kind}": query / QUERY_SCALE, f"{at}key.{kind}": key, f"{at}value.{kind}": value}
        else:
            out[at + rest] = value
    return out


def _weights(path: Path) -> dict[str, Tensor]:
    """Weights by their names in the exported modules."""
    graph = onnx.load(path).graph
    stored = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in graph.initializer}
    out = {name: value for name, value in stored.items() if value.dtype == torch.float32}
    words = stored.get("words.weight_quantized")
    if words is not None:
        zero = stored["words.weight_zero_point"]
        out["words.weight"] = (words.float() - zero.float()) * stored["words.weight_scale"]
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            base = node.input[1].removesuffix("_quantized")
            full = (stored[node.input[1]].float() - stored[base + "_zero_point"].float()) * stored[base + "_scale"]
            # "/layers/layers.0/attention/all/MatMul_quant" and, of the heads, "/cue/MatMul_quant".
            place = node.name.strip("/").removeprefix("layers/").rsplit("/", 1)[0].replace("/", ".")
            out[place + ".weight"] = full.T.contiguous()
    return out
