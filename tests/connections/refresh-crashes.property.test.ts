import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workerContext } from '#lib/access/acting-context.ts';
import type { Ctx } from '#lib/access/context.ts';
import { refreshGrant } from '#lib/connections/refresh-grant.ts';
import { withAccess } from '#lib/connections/with-access.ts';
import { setEnvironment } from '#lib/env.ts';
import { listDueRefreshes } from '#lib/jobs/due-refreshes.ts';
import { refreshTokens } from '#lib/jobs/refresh-tokens.ts';
import type { LedgerSignIn } from '#lib/ledgers/ledger.ts';
import { LedgerError } from '#lib/ledgers/ledger-error.ts';
import { LEDGERS, type Ledger } from '#lib/ledgers/ledger-names.ts';
import { ledgerReader, ledgerSignIn } from '#lib/ledgers/open-provider.ts';
import { log } from '#lib/log.ts';
import { addGrant, type MadeGrant, passGrantTime, readGrants, settingsFor } from '#tests/factories/grants.ts';
import { createTenant, type TestTenant } from '#tests/factories/tenant.ts';
import { testDatabase } from '#tests/setup/database.ts';
import type { Simulator } from '#tests/simulators/ledger/simulator.ts';
import { startQbo } from '#tests/simulators/qbo/server.ts';
import { startXero } from '#tests/simulators/xero/server.ts';

/** How many grants live through the same rounds, each with its own bad luck. */
const GRANTS = 10;
const RUNS = 4;
const ROUNDS = 3;
/** So often in a row the worker comes to heal, and may die of it, too. */
const HEALS = 5;

/**
 * What becomes of a process that refreshes: it dies before it asks, with the answer in hand, or once that is stored; its
 * answer gets lost and it lives; it sleeps with the answer in hand until others have gone on without it.
 */
const BAD_FATES = ['unsent', 'answered', 'stored', 'lost', 'asleep'] as const;
/** A proxy answers instead; nobody can be reached; all is well. */
const FATES = [...BAD_FATES, 'not_arrived', 'unreachable', 'well'] as const;
type Fate = (typeof FATES)[number];

const counts: Record<Fate, number> = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
/** Those that sleep: each is woken, and goes on to its end. */
let sleepers: (() => Promise<unknown>)[] = [];
const run = { log, signal: new AbortController().signal };
const WAIT = { lookMs: 10, waitMs: 10 };
const idOf = (ledger: Ledger, index: number) =>
  ledger === 'qbo' ? `46208163650000${10 + index}` : `5b1c0001-0000-4000-8000-0000000000${10 + index}`;

const simulators = {} as Record<Ledger, Simulator>;

beforeAll(async () => {
  await testDatabase();
  const indexes = Array.from({ length: GRANTS }, (_, index) => index);
  simulators.qbo = await startQbo({ companies: indexes.map((index) => ({ realmId: idOf('qbo', index) })) });
  simulators.xero = await startXero({ organisations: indexes.map((index) => ({ tenantId: idOf('xero', index) })) });
  setEnvironment({ ...settingsFor('qbo', simulators.qbo), ...settingsFor('xero', simulators.xero) });
});
afterAll(() => Promise.all(Object.values(simulators).map((simulator) => simulator.close())));

const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...BAD_FATES) },
  { weight: 1, arbitrary: fc.constantFrom(...FATES) },
);
const round = fc.record({
  /** Of each grant: what becomes of the processes that refresh it at the same time, and of each that comes after to heal. */
  lives: fc.array(
    fc.record({
      first: fc.array(fate, { minLength: 1, maxLength: 3 }),
      healers: fc.array(fate, { minLength: HEALS, maxLength: HEALS }),
    }),
    { minLength: GRANTS, maxLength: GRANTS },
  ),
  /** Together less than the half hour for which Xero takes the old token. */
  waits: fc.array(fc.integer({ min: 61, max: 200 }), { minLength: HEALS, maxLength: HEALS }),
  /** Then nothing happens for so long. */
  quietSeconds: fc.constantFrom(0, 1_500, 1_900, 3_700, 86_400, 20 * 86_400),
});

/** One process: refreshes, and meets its fate. Resolves when it is done, dead or asleep. */
async function live(ctx: Ctx, { grantId }: MadeGrant, generation: number, ends: Fate): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  const woken = Promise.withResolvers<void>();
  /** Stops for good, or until it is woken. */
  const stop = (until: Promise<void> = new Promise(() => {})): Promise<void> => {
    counts[ends] += 1;
    stopped.resolve();
    return until;
  };
  const signInTo = async (ledger: Ledger): Promise<LedgerSignIn> => {
    const signIn = await ledgerSignIn(ledger);
    const refresh = async (token: string) => {
      if (ends === 'unsent') await stop();
      if (ends === 'unreachable') throw new LedgerError('can’t be reached', { trouble: 'unavailable' });
      if (ends === 'not_arrived') throw new LedgerError('502', { trouble: 'unavailable', isAnswerLost: true });
      const pair = await signIn.refresh(token);
      if (ends === 'answered') await stop();
      if (ends === 'asleep') await stop(woken.promise);
      if (ends !== 'lost') return pair;
      counts.lost += 1;
      throw new LedgerError('the connection broke off', { trouble: 'unavailable', isAnswerLost: true });
    };
    return { ...signIn, refresh };
  };
  const lived = refreshGrant(ctx, grantId, generation, { signInTo, ...WAIT }).then(
    () => {
      if (ends === 'stored') counts.stored += 1;
    },
    (error: unknown) => {
      // Whoever waits for a dead one, or reaches nobody, is told so; nobody is ever told that the grant is dead.
      if (!(error instanceof LedgerError) || error.trouble !== 'unavailable') throw error;
    },
  );
  if (ends === 'asleep') {
    sleepers.push(() => {
      woken.resolve();
      return lived;
    });
  }
  await Promise.race([lived, stopped.promise]);
}

async function liveThrough(
  ledger: Ledger,
  { tenant, grants }: { tenant: TestTenant; grants: MadeGrant[] },
  rounds: readonly (typeof round extends fc.Arbitrary<infer Value> ? Value : never)[],
): Promise<void> {
  const simulator = simulators[ledger];
  const tenantId = tenant.info.id;
  const ctx = await workerContext(tenantId, 'test', ['connection:check']);
  const passTime = (seconds: number) => passGrantTime(tenantId, simulator, seconds);
  const generations = async () => {
    const states = await readGrants(tenantId);
    // Never, whatever happens.
    expect([...states.values()].filter(({ isDead }) => isDead)).toEqual([]);
    return (id: string) => states.get(id)?.generation ?? 0;
  };
  for (const { lives, waits, quietSeconds } of rounds) {
    const generationOf = await generations();
    await Promise.all(
      grants.flatMap((grant, index) =>
        (lives[index]?.first ?? []).map((ends) => live(ctx, grant, generationOf(grant.grantId), ends)),
      ),
    );
    for (let heal = 0; heal < HEALS; heal += 1) {
      await passTime(waits[heal] ?? 0);
      const due = new Set((await listDueRefreshes()).map(({ id }) => id));
      const nextGenerationOf = await generations();
      await Promise.all(
        grants.map(async (grant, index) => {
          const ends = lives[index]?.healers[heal] ?? 'well';
          if (due.has(grant.grantId)) await live(ctx, grant, nextGenerationOf(grant.grantId), ends);
        }),
      );
    }
    await Promise.all(sleepers.map((wake) => wake()));
    sleepers = [];
    // Longer than it ever waits before it tries again.
    await passTime(301);
    await refreshTokens(run, WAIT);
    // Once more a while later, where an answer was lost: the worker comes every few seconds.
    await passTime(95);
    await refreshTokens(run, WAIT);
    await passTime(quietSeconds);
  }
  await generations();
  const states = await readGrants(tenantId);
  for (const [index, { grantId }] of grants.entries()) {
    expect(states.get(grantId)).toMatchObject({ isHeld: false, isLost: false });
    const companyId = idOf(ledger, index);
    const probe = await withAccess(ctx, grantId, async (access) =>
      (await ledgerReader(ledger, { environment: 'demo', companyId, access })).probe(),
    );
    expect(probe.companyId).toBe(companyId);
  }
}

test.each(LEDGERS)(
  '%s: whatever dies or gets lost while tokens are refreshed, the connection lives',
  { timeout: 120_000 },
  async (ledger) => {
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: ROUNDS, maxLength: ROUNDS }), async (rounds) => {
        const tenant = await createTenant();
        const grants: MadeGrant[] = [];
        for (let index = 0; index < GRANTS; index += 1) {
          grants.push(await addGrant(tenant, simulators[ledger], { ledger, companyId: idOf(ledger, index) }));
        }
        await liveThrough(ledger, { tenant, grants }, rounds);
      }),
      // Each run is hundreds of refreshes: a failing one is shown as it is.
      { numRuns: RUNS, endOnFailure: true },
    );
  },
);

test('a thousand times a process died, slept or never got its answer, in each of these ways', () => {
  const bad = BAD_FATES.map((ends) => counts[ends]);
  expect(bad.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1_000);
  expect(Math.min(...bad)).toBeGreaterThan(50);
});
