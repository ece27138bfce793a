import type { StoredWeights } from '#lib/causes/learned/likely-causes.ts';
import type { Learned } from './learn-weights.ts';

/** Makes learned weights small: a byte each, in base64. */
export function storeWeights({ hashes, weights, bias }: Learned): StoredWeights {
  const most = weights.reduce((found, weight) => Math.max(found, Math.abs(weight)), 1e-9);
  const step = Number((most / 127).toPrecision(6));
  const small = Int8Array.from(weights, (weight) => Math.round(weight / step));
  return {
    hashes: base64(new Uint8Array(hashes.buffer)),
    weights: base64(new Uint8Array(small.buffer)),
    step,
    bias: Array.from(bias, (start) => start.toFixed(4)).join(' '),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
