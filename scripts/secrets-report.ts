import { DERIVED_KEY_ID, readSecretKeys } from '#lib/core/secret-keys.ts';
import type { KeyUse } from '#lib/jobs/secrets-by-key.ts';

const OLD_WAY = 'AUTH_SECRET, in the way of webhooks from before there was a ring';

/** Words which keys are in use and which may go; `setting` is SECRET_KEYS, which has been checked. */
export function keyReport(uses: readonly KeyUse[], setting: string | undefined): string[] {
  const given = setting === undefined ? [] : readSecretKeys(setting);
  const inRing = typeof given === 'string' ? [] : given.map(({ id }) => id);
  const sealing = inRing[0] ?? DERIVED_KEY_ID;
  const ids = [...new Set([...inRing, DERIVED_KEY_ID, ...uses.map(({ keyId }) => keyId)])];
  return ids.map((id) => {
    const count = uses.filter(({ keyId }) => keyId === id).reduce((sum, { secrets }) => sum + secrets, 0);
    const name = id === null ? OLD_WAY : id === DERIVED_KEY_ID ? `${id} (made from AUTH_SECRET)` : id;
    const isKnown = id === null || id === DERIVED_KEY_ID || inRing.includes(id);
    return `${name}: ${count} ${count === 1 ? 'secret' : 'secrets'}. ${adviceOn({ id, isSealing: id === sealing, isKnown, count })}`;
  });
}

type Standing = { id: string | null; isSealing: boolean; isKnown: boolean; count: number };

function adviceOn({ id, isSealing, isKnown, count }: Standing): string {
  if (isSealing) return 'It encrypts now; keep it.';
  if (!isKnown) return 'It is not in SECRET_KEYS: put it back, or these can’t be read.';
  if (count > 0) return 'Keep it: the worker encrypts them anew within the hour, and when it starts.';
  return id === DERIVED_KEY_ID ? 'Nothing is under it.' : 'Nothing is under it: it may go.';
}
