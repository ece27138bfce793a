import { expect, test } from 'vitest';
import type { CheckName, CheckResult, CheckState } from '#lib/checks/check-contract.ts';
import { CONNECTION_EVENTS } from '#lib/connections/connection-contract.ts';
import type { ConnectionDetail } from '#lib/connections/connection-page-contract.ts';
import type { GuidedRun, GuidedStep, StepResult } from '#lib/guidance/guidance-contract.ts';
import { lengthWords, stateNow } from '../../../app/[tenant]/connections/[id]/connection-words.ts';
import { eventWords } from '../../../app/[tenant]/connections/[id]/event-words.ts';
import { rankTodo, supportText } from '../../../app/[tenant]/why/step-words.ts';

const FORMATS = { locale: 'en-GB', timeZone: 'UTC' };
const NOW = new Date('2026-11-22T12:00:00Z');

function result(check: CheckName, state: CheckState): CheckResult {
  return {
    check,
    subject: '',
    matter: check === 'job_link' ? 'job_link' : 'own_link',
    state,
    sentence: 'So it is.',
    remedy: null,
    evidence: {},
    runId: 'run',
    at: '2026-11-22T11:56:00.000Z',
  };
}

function connection(changes: Partial<ConnectionDetail>): ConnectionDetail {
  return {
    id: 'id',
    ledger: 'qbo',
    environment: 'production',
    companyId: '9130',
    companyName: 'Acme Freight West',
    status: 'connected',
    statusSince: '2026-11-01T08:00:00.000Z',
    statusReason: null,
    connectedAt: null,
    connectedByName: null,
    refreshEndsAt: null,
    hardEndsAt: null,
    endsWhenClearAt: null,
    company: {},
    isOnly: true,
    answeredAt: '2026-11-22T11:56:00.000Z',
    results: [],
    openRunId: null,
    nextLightAt: null,
    nextFullAt: null,
    ...changes,
  };
}

test('the state now is one sentence, and what is not known is never called fine', () => {
  expect(stateNow(connection({ results: [result('authorised', 'ok')] }), NOW, FORMATS)).toEqual({
    sentence:
      'Connected to Acme Freight West; QuickBooks Online answered 4 minutes ago; the sync job’s own link is not known.',
    tone: 'ok',
  });
  const results = [result('authorised', 'ok'), result('plan', 'broken'), result('job_link', 'broken')];
  expect(stateNow(connection({ results }), NOW, FORMATS)).toEqual({
    sentence:
      'Connected to Acme Freight West; QuickBooks Online answered 4 minutes ago; the sync job’s own link is broken; broken: plan.',
    tone: 'broken',
  });
  expect(stateNow(connection({}), NOW, FORMATS).tone).toBe('not_checked');
  expect(stateNow(connection({ status: 'lost', statusReason: 'revoked' }), NOW, FORMATS)).toMatchObject({
    sentence: expect.stringContaining('since 1 Nov 2026, 08:00 (revoked)'),
    tone: 'broken',
  });
});

test('how long something lasted is told in two words at most', () => {
  expect(lengthWords('2026-11-22T10:00:00Z', '2026-11-22T10:00:10Z')).toBe('1 minute');
  expect(lengthWords('2026-11-22T10:00:00Z', '2026-11-22T13:20:00Z')).toBe('3 hours 20 minutes');
  expect(lengthWords('2026-11-20T10:00:00Z', '2026-11-22T11:00:00Z')).toBe('2 days 1 hour');
});

test('every event of the time line has words, whatever its facts are', () => {
  for (const type of CONNECTION_EVENTS) {
    const words = eventWords({ id: 'e', at: NOW.toISOString(), type, byName: 'Robin', facts: {} });
    expect(words.title, type).not.toMatch(/undefined|null|_/);
  }
});

test('what to do is ranked by how bad and how likely it is; support is told no name of a customer', () => {
  const step = (name: GuidedStep, state: CheckState, changes: Partial<StepResult> = {}): StepResult => ({
    step: name,
    subject: '',
    matter: 'company',
    state,
    sentence: `About ${name}.`,
    remedy: 'Do it.',
    evidence: {},
    at: NOW.toISOString(),
    ...changes,
  });
  const run: GuidedRun = {
    id: 'run',
    connectionId: null,
    connectionName: null,
    record: null,
    state: 'finished',
    requestedBy: 'Robin',
    requestedAt: NOW.toISOString(),
    endedAt: NOW.toISOString(),
    steps: ['failures', 'duplicates', 'mapping', 'contact_names', 'amounts'],
    results: [
      step('failures', 'broken'),
      step('duplicates', 'warning'),
      step('mapping', 'broken', { evidence: { examples: [{ id: 'r1', kind: 'invoice', number: 'INV-1' }] } }),
      step('contact_names', 'broken', { sentence: '1 name is no active contact in Xero, such as “Nobody Ltd”.' }),
      step('amounts', 'ok'),
    ],
  };
  expect(rankTodo(run).map(({ step: name }) => name)).toEqual(['mapping', 'contact_names', 'failures', 'duplicates']);
  const text = supportText(run, 'https://tieout.example/acme/why/run');
  expect(text).toContain('INV-1 (r1)');
  expect(text).toContain('Fine: Amounts');
  expect(text).not.toContain('Nobody');
});
