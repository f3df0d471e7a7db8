// The arrays that came with a figure: what a widget draws, in float32 or whole numbers, and its facts.

import { fetchSafetensors, readSafetensors } from "../net/safetensors.js";

/** @import { Tensor } from "../net/safetensors.js" */
/** @import { Figure } from "./figure.js" */

/**
 * The arrays and facts that the script gave `figure(…, arrays=…, facts=…)`.
 * @param {Figure} figure  @param {URL} source  where the figure's JSON came from  @param {AbortSignal} signal
 * @returns {Promise<{arrays: Map<string, Tensor>, facts: Record<string, unknown>}>}
 * @throws {Error} where the figure has none, or the file is missing or damaged
 */
export async function arraysOf(figure, source, signal) {
  if (!figure.arrays) throw new Error(`figure ${figure.name} has no arrays`);
  const { tensors, metadata } = readSafetensors(
    await fetchSafetensors(new URL(figure.arrays, source), signal),
  );
  return { arrays: tensors, facts: JSON.parse(metadata.facts ?? "{}") };
}
