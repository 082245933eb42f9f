"""The network: a small BERT whose upper layers are run once for cues, and again for each cue with the cue marked.

The encoder is all-MiniLM-L6-v2 (6 layers, 384 wide, uncased). Layers 0 to ``SHARED`` - 1 read a window once; the rest
read it as it is for the cue head, and once more for each cue, after a learnt vector was added to the cue's pieces, for
the role head. So the linking of source and content to a cue is learnt, not matched afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEADS, LAYERS, INNER, VOCABULARY, POSITIONS = 384, 12, 6, 1536, 30522, 512
SHARED = 2
#: Attention scores are divided by the root of a head's width; the export folds this into the query.
QUERY_SCALE = (WIDTH // HEADS) ** -0.5


class Layer(nn.Module):
    """One transformer layer as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """One step; ``mask`` is true where there is a piece."""
        size, length, _ = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(size, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        heads = functional.scaled_dot_product_attention(
            split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask
        )
        x = self.norm1(x + self.drop(self.out(heads.transpose(1, 2).reshape(size, length, WIDTH))))
        return self.norm2(x + self.drop(self.outer(functional.gelu(self.inner(x)))))


class Network(nn.Module):
    """Encoder, cue head (2 classes a piece) and role head (none, source, content)."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.mark = nn.Parameter(torch.randn(WIDTH) * 0.3)
        self.cue, self.role = nn.Linear(WIDTH, 2), nn.Linear(WIDTH, 3)

    def low(self, ids: Tensor, present: Tensor) -> Tensor:
        """Hidden states after the shared layers."""
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segment)
        mask = present[:, None, None, :].bool()
        for layer in self.layers[:SHARED]:
            x = layer(x, mask)
        return x

    def high(self, x: Tensor, present: Tensor) -> Tensor:
        """Hidden states after the upper layers."""
        mask = present[:, None, None, :].bool()
        for layer in self.layers[SHARED:]:
            x = layer(x, mask)
        return x

    def forward(self, ids: Tensor, present: Tensor, rows: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """Cue logits of each window, and role logits of each cue; ``rows`` says in which window a cue stands."""
        low = self.low(ids, present)
        both = torch.cat([low, low[rows] + marks[:, :, None].to(low.dtype) * self.mark.to(low.dtype)])
        high = self.high(both, torch.cat([present, present[rows]]))
        return self.cue(high[: len(ids)]), self.role(high[len(ids) :])

    def start_from(self, encoder: Path) -> Network:
        """Take the encoder's weights from a ``model.safetensors`` of all-MiniLM-L6-v2."""
        weights = {name.removeprefix("bert."): value.float() for name, value in load_file(encoder).items()}
        names = {"embeddings.word_embeddings": self.words, "embeddings.position_embeddings": self.positions,
                 "embeddings.LayerNorm": self.norm}  # fmt: skip
        for k, layer in enumerate(self.layers):
            at = f"encoder.layer.{k}."
            names |= {at + "attention.self.query": layer.query, at + "attention.self.key": layer.key,
                      at + "attention.self.value": layer.value, at + "attention.output.dense": layer.out,
                      at + "attention.output.LayerNorm": layer.norm1, at + "intermediate.dense": layer.inner,
                      at + "output.dense": layer.outer, at + "output.LayerNorm": layer.norm2}  # fmt: skip
        with torch.no_grad():
            self.segment.copy_(weights["embeddings.token_type_embeddings.weight"][0])
            for name, module in names.items():
                module.weight.copy_(weights[name + ".weight"])
                if getattr(module, "bias", None) is not None:
                    module.bias.copy_(weights[name + ".bias"])
        return self
