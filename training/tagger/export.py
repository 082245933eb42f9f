"""Exports a checkpoint as two int8 ONNX graphs with their settings: ``python -m training.tagger.export ENCODER CHECKPOINT FOLDER``."""

from __future__ import annotations

import argparse
import hashlib
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.tagger.network import WIDTH, Network

SETTINGS = """\
# Written by training/tagger/export.py. `threshold` of the chance that a word is a cue; a run of words is one cue while
# they stay above `near` of it. The costs are those of changing the tag between two words. Of two attributions whose
# contents are alike by more than `same_content` the surer stays.
version = "{version}"
trained_on = {trained_on}
threshold = 0.6
near = 0.6
content_cost = 2.0
source_cost = 0.0
same_content = 0.6

[digests]
{digests}
"""


class Low(nn.Module):
    """Hidden states after the shared layers, and the cue scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """One window or several."""
        low = self.network.low(ids, present)
        return low, self.network.cue(self.network.high(low, present))


class High(nn.Module):
    """Role scores for windows with one cue marked each."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, low: Tensor, present: Tensor, marks: Tensor) -> Tensor:
        """One cue or several."""
        return self.network.role(self.network.high(low + marks[:, :, None] * self.network.mark, present))


def main() -> None:
    """Export, quantise, write the settings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", default="1")
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
    ids, present = torch.randint(5, 9, (2, 7)), torch.ones(2, 7, dtype=torch.long)
    low, marks = torch.randn(2, 7, WIDTH), torch.zeros(2, 7)
    for name, module, inputs, names, outputs in (
        ("low", Low(network), (ids, present), ["ids", "present"], ["low", "cue"]),
        ("high", High(network), (low, present, marks), ["low", "present", "marks"], ["role"]),
    ):
        full = chosen.folder / f"{name}.onnx"
        axes = {key: {0: "batch", 1: "length"} for key in (*names, *outputs)}
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
