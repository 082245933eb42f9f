"""Trains the network for a given number of steps, seeds fixed; the learning rate rises, then falls to nothing."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from pathlib import Path

    from training.tagger.data import Example
    from training.tagger.network import Network

#: Pieces in a batch, windows and their cues together.
BUDGET = 3072
WARM_UP = 60
FIRST, LAST = 101, 102  # the encoder's [CLS] and [SEP]


def batches(examples: list[Example], order: random.Random) -> list[list[Example]]:
    """Batches of windows of like length, in random order."""
    usable = sorted(
        (e for e in examples if len(e.window.ids) >= 3), key=lambda e: len(e.window.ids) + order.random() * 6
    )
    out: list[list[Example]] = []
    batch: list[Example] = []
    rows = longest = 0
    for example in usable:
        more, length = 1 + len(example.roles), len(example.window.ids) + 2
        if batch and (rows + more) * max(longest, length) > BUDGET:
            out.append(batch)
            batch, rows, longest = [], 0, 0
        batch.append(example)
        rows, longest = rows + more, max(longest, length)
    out.append(batch)
    order.shuffle(out)
    return out


def tensors(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Ids, presence, cue labels; then the row, the marks and the role labels of each cue."""
    length = max(len(e.window.ids) for e in batch) + 2
    ids, present = torch.zeros(len(batch), length, dtype=torch.long), torch.zeros(len(batch), length, dtype=torch.long)
    cues = torch.full((len(batch), length), -100)
    rows, marks, roles = [], [], []
    for k, example in enumerate(batch):
        n = len(example.window.ids)
        ids[k, : n + 2] = torch.tensor([FIRST, *example.window.ids, LAST])
        present[k, : n + 2] = 1
        cues[k, 1 : n + 1] = 0
        for cue, source, content in example.roles:
            cues[k, [i + 1 for i in cue]] = 1
            mark, role = torch.zeros(length), torch.full((length,), -100)
            mark[[i + 1 for i in cue]] = 1
            role[1 : n + 1] = 0
            role[[i + 1 for i in content]] = 2
            role[[i + 1 for i in source]] = 1
            rows.append(k)
            marks.append(mark)
            roles.append(role)
    none = torch.zeros(0, length)
    return (ids, present, cues, torch.tensor(rows, dtype=torch.long), torch.stack(marks) if rows else none,
            torch.stack(roles) if rows else none.long())  # fmt: skip


def train(network: Network, examples: list[Example], steps: int, rate: float, save: Path, seed: int = 0) -> None:
    """Train in place for ``steps`` batches and save; a third of the way a first version is saved too."""
    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311 - repeatable order, no secret
    heads = [network.mark, *network.cue.parameters(), *network.role.parameters()]
    body = [p for p in network.parameters() if all(p is not h for h in heads)]
    base = [rate, rate * 5]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": base[0]}, {"params": heads, "lr": base[1]}], weight_decay=0.01, fused=True
    )
    network.train()
    began, losses, queue = time.time(), [0.0, 0.0], []
    for step in range(steps):
        queue = queue or batches(examples, order)
        warm, left = min(1.0, (step + 1) / WARM_UP), 1 - step / steps
        for group, most in zip(optimiser.param_groups, base, strict=True):
            group["lr"] = most * warm * left
        ids, present, cues, rows, marks, roles = tensors(queue.pop())
        with torch.autocast("cpu", dtype=torch.bfloat16):
            cue_logits, role_logits = network(ids, present, rows, marks)
        cue_loss = functional.cross_entropy(cue_logits.float().reshape(-1, 2), cues.reshape(-1))
        role_loss = (
            functional.cross_entropy(role_logits.float().reshape(-1, 3), roles.reshape(-1))
            if len(rows)
            else cue_loss * 0
        )
        (2 * cue_loss + role_loss).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        losses = [0.98 * a + 0.02 * b.item() for a, b in zip(losses, (cue_loss, role_loss), strict=True)]
        if step % 50 == 49:
            print(
                f"{time.time() - began:.0f} s, step {step + 1} of {steps}, cue {losses[0]:.4f}, role {losses[1]:.4f}",
                flush=True,
            )
        if step == steps // 3 and steps > 1000:
            torch.save(network.state_dict(), save.with_suffix(".early.pt"))
    network.eval()
    torch.save(network.state_dict(), save)
