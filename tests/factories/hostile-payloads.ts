import fc from 'fast-check';

/** Names of members, also those that a careless program takes for its own. */
export const hostileKey = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'status',
    'sync_attempt_id',
    'record',
    'metadata',
    'error',
    '',
  ),
  fc.string({ unit: 'grapheme' }),
);
const hostileTree = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom('failed', 'Success', '1e99', '-0', '2026-02-30', '\u0000', '\ud800', null, true, 1e308),
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(hostileKey, tie('value')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** The text of a body. */
export const hostileBody = fc.oneof(
  hostileTree.map((value) => JSON.stringify(value) ?? ''),
  hostileTree.map((value) => JSON.stringify(JSON.stringify(value) ?? '')),
  fc.string({ unit: 'binary' }),
  fc.integer({ min: 1, max: 5_000 }).map((depth) => '['.repeat(depth)),
  fc.integer({ min: 1, max: 2_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
);

/** What its sender says that it is. */
export const hostileType = fc.constantFrom(
  null,
  '',
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
);
