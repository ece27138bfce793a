import type { KeyObject } from 'node:crypto';
import { keyIdOf } from '#lib/core/signing-key.ts';
import type { Fault } from './check-chain.ts';
import { type Checkpoint, isSignedBy } from './seal-format.ts';

/** How far the signatures of some checkpoints can be relied on. */
export type SignatureReport = {
  faults: Fault[];
  /** Key ids whose signatures hold. */
  signedBy: string[];
  unsigned: number;
  /** Key ids of which no public half is at hand. */
  unknownKeys: string[];
};

/** Checks the signature of each checkpoint of which the key is known. */
export function checkSignatures(checkpoints: readonly Checkpoint[], keys: readonly KeyObject[]): SignatureReport {
  const known = new Map(keys.map((key) => [keyIdOf(key), key]));
  const [signedBy, unknownKeys] = [new Set<string>(), new Set<string>()];
  const faults: Fault[] = [];
  let unsigned = 0;
  for (const checkpoint of checkpoints) {
    const { keyId, eventTotal, signedAt } = checkpoint;
    const key = keyId === null ? undefined : known.get(keyId);
    if (keyId === null) unsigned += 1;
    else if (key === undefined) unknownKeys.add(keyId);
    else if (isSignedBy(checkpoint, key)) signedBy.add(keyId);
    else {
      const what = `The checkpoint of ${signedAt} (event number ${eventTotal}) was changed: key ${keyId} did not sign it as it stands.`;
      faults.push({ kind: 'signature', eventId: null, eventNumber: eventTotal, what });
    }
  }
  return { faults, signedBy: [...signedBy], unsigned, unknownKeys: [...unknownKeys] };
}
