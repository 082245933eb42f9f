"""From data to weights: ``python -m training.tagger ENCODER WORK`` (see README.md beside this file)."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.tagger import data
from training.tagger.network import Network
from training.tagger.train import train

#: How often a window of a conflict report is seen for each time one of PolNeAR is: they are one in forty.
REPEATED = 4


def tokenizer_of(encoder: Path) -> Tokenizer:
    """The encoder's own tokenizer, without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def main() -> None:
    """Train in two stages: all of PolNeAR with some conflict reports; then all conflict reports once more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path, help="folder with model.safetensors and tokenizer.json of all-MiniLM-L6-v2")
    parser.add_argument("work", type=Path, help="folder for checkpoints")
    parser.add_argument("--steps", type=int, default=1700, help="batches of the first stage")
    parser.add_argument("--tune", type=int, default=160, help="batches of the second stage")
    parser.add_argument("--stage", type=int, choices=(1, 2), default=None, help="only this stage")
    parser.add_argument("--without-polnear", action="store_true", help="train on the free texts alone")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(2)
    tokenizer = tokenizer_of(chosen.encoder)
    political = [] if chosen.without_polnear else [e for r in data.polnear("train") for e in data.examples_of(r, tokenizer)]
    reports = data.conflict()
    seen = [e for r in reports if not data.held_out(r.name) for e in data.examples_of(r, tokenizer)]
    everything = [e for r in reports for e in data.examples_of(r, tokenizer)]
    print(len(political), "windows of PolNeAR,", len(seen), "and", len(everything), "of conflict reports")
    network = Network(dropout=0.1).start_from(chosen.encoder / "model.safetensors")
    if chosen.stage != 2:
        train(network, political + seen * REPEATED, chosen.steps, 2e-4, chosen.work / "first.pt")
    if chosen.stage != 1:
        network.load_state_dict(torch.load(chosen.work / "first.pt"))
        mix = political[:: max(1, len(political) // (4 * len(everything)) or 1)] if political else []
        train(network, mix + everything * REPEATED, chosen.tune, 4e-5, chosen.work / "final.pt", seed=1)


if __name__ == "__main__":
    main()
