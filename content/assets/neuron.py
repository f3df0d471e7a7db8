import numpy as np

# modern, sad, piano
songs = np.array([[1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 0, 0]])
likes = np.array([1, 1, 0, 0])
weights, bias = np.array([1.5, 1.0, -1.5]), 0.5

for _ in range(60):
    p = 1 / (1 + np.exp(-(songs @ weights + bias)))  # predict
    wrong = p - likes  # measure: how far off, song by song
    weights -= 2.0 * wrong @ songs / 4  # adjust
    bias -= 2.0 * wrong.mean()

print("weights", weights.round(2), "bias", bias.round(2))
