"""The autoencoder: mirror images, pictures between 0 and 1, and a code that holds what two numbers can."""

from __future__ import annotations

import torch
from torch.nn.functional import mse_loss

from nnexplain.models.autoencoder import Autoencoder
from nnexplain.training.loop import Descent, fit


def test_the_decoder_mirrors_the_encoder_and_the_same_generator_gives_the_same_start() -> None:
    model = Autoencoder((12, 7, 3), torch.Generator().manual_seed(0))
    there = [tuple(layer.weight.shape) for layer in model.encoder.layers.values()]
    back = [tuple(layer.weight.shape) for layer in model.decoder.layers.values()]
    assert there == [(7, 12), (3, 7)] and back == [(7, 3), (12, 7)]
    pictures = torch.rand(5, 12)
    assert model.encode(pictures).shape == (5, 3)
    drawn = model(pictures).detach()
    assert drawn.shape == (5, 12) and 0 < float(drawn.min()) <= float(drawn.max()) < 1
    one, two = (Autoencoder((6, 4, 2), torch.Generator().manual_seed(7)) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), two.parameters(), strict=True))


def test_a_code_of_two_learns_pictures_made_of_two_numbers() -> None:
    generator = torch.Generator().manual_seed(1)
    parts = torch.rand(2, 10, generator=generator)
    pictures = torch.sigmoid(torch.randn(300, 2, generator=generator) @ (4 * parts - 2))
    model = Autoencoder((10, 12, 2), generator)
    before = mse_loss(model(pictures), pictures).item()
    descent = Descent(lambda p: torch.optim.Adam(p, lr=0.01), batch_size=50, generator=generator)
    fit(model, pictures, pictures, mse_loss, descent, 150)
    assert mse_loss(model(pictures), pictures).item() < before / 20
