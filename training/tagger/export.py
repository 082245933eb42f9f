"""Exports a checkpoint as two int8 ONNX graphs with their settings: ``python -m training.tagger.export ENCODER CHECKPOINT FOLDER``."""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from training.tagger.network import HEADS, QUERY_SCALE, SHARED, WIDTH, Layer, Network

SETTINGS = """\
# Written by training/tagger/export.py. `threshold` of the chance that a word is a cue; a run of words is one cue while
# they stay above `near` of it. Contents of more than `inner_words` are read once more for the attributions inside them,
# which need a chance above `inner_threshold`. The costs are those of changing the tag between two words. Of two
# attributions whose contents are alike by more than `same_content` the surer stays.
version = "{version}"
trained_on = {trained_on}
threshold = 0.6
near = 0.6
inner_threshold = 0.75
inner_words = 4
content_cost = 2.0
source_cost = 0.0
same_content = 0.6

[digests]
{digests}
"""


class Attention(nn.Module):
    """The first half of a layer for windows without padding: one product gives query, key and value."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.all = nn.Linear(WIDTH, 3 * WIDTH)
        with torch.no_grad():
            self.all.weight.copy_(torch.cat([layer.query.weight * QUERY_SCALE, layer.key.weight, layer.value.weight]))
            self.all.bias.copy_(torch.cat([layer.query.bias * QUERY_SCALE, layer.key.bias, layer.value.bias]))
        self.out, self.norm1 = layer.out, layer.norm1

    def forward(self, x: Tensor) -> Tensor:
        """One step."""
        size, length, _ = x.shape
        query, key, value = self.all(x).view(size, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        heads = (query @ key.transpose(-1, -2)).softmax(-1) @ value
        return self.norm1(x + self.out(heads.transpose(1, 2).reshape(size, length, WIDTH)))


class LeanLayer(nn.Module):
    """One layer of the network as it is exported."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.attention = Attention(layer)
        self.inner, self.outer, self.norm2 = layer.inner, layer.outer, layer.norm2

    def forward(self, x: Tensor) -> Tensor:
        """One step."""
        x = self.attention(x)
        return self.norm2(x + self.outer(functional.gelu(self.inner(x))))


class Low(nn.Module):
    """Hidden states after the shared layers, and the cue scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.words, self.positions, self.norm = network.words, network.positions, network.norm
        self.segment, self.cue = network.segment, network.cue
        self.layers = nn.Sequential(*map(LeanLayer, network.layers))

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """One window."""
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segment)
        low = self.layers[:SHARED](x)
        return low, self.cue(self.layers[SHARED:](low))


class High(nn.Module):
    """Role scores of a window for each of its cues."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.mark, self.role = network.mark, network.role
        self.layers = nn.Sequential(*map(LeanLayer, network.layers[SHARED:]))

    def forward(self, low: Tensor, marks: Tensor) -> Tensor:
        """One window, and one row of marks a cue."""
        return self.role(self.layers(low + marks[:, :, None] * self.mark))


def main() -> None:
    """Export, quantise, write the settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", default="1.1")
    parser.add_argument(
        "--trained-on",
        nargs="*",
        default=["PolNeAR train", "Counterclaim conflict attributions", "Counterclaim invented paragraphs"],
    )
    chosen = parser.parse_args()
    network = Network()
    network.load_state_dict(torch.load(chosen.checkpoint))
    network.eval()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    ids, low, marks = torch.randint(5, 9, (1, 7)), torch.randn(1, 7, WIDTH), torch.zeros(2, 7)
    for name, module, inputs, names, outputs in (
        ("low", Low(network), (ids,), ["ids"], ["low", "cue"]),
        ("high", High(network), (low, marks), ["low", "marks"], ["role"]),
    ):
        full = chosen.folder / f"{name}.onnx"
        axes = {
            key: {1: "length"} if key in ("ids", "low", "cue") else {0: "cues", 1: "length"}
            for key in (*names, *outputs)
        }
        torch.onnx.export(
            module,
            inputs,
            str(full),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(full, chosen.folder / f"{name}.int8.onnx", weight_type=QuantType.QInt8, per_channel=True)
        full.unlink()
    shutil.copy(chosen.encoder / "tokenizer.json", chosen.folder / "tokenizer.json")
    files = ("low.int8.onnx", "high.int8.onnx", "tokenizer.json")
    digests = "\n".join(f'"{f}" = "{hashlib.sha256((chosen.folder / f).read_bytes()).hexdigest()}"' for f in files)
    trained = "[" + ", ".join(f'"{t}"' for t in chosen.trained_on) + "]"
    (chosen.folder / "tagger.toml").write_text(
        SETTINGS.format(version=chosen.version, trained_on=trained, digests=digests), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
