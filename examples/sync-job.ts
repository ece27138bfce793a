// A small sync job, whole: it takes the records that Tieout hands out, writes each to QuickBooks Online exactly once, and
// reports what came of it. It may be killed at any moment, and started again on this machine or another.
//
//   TIEOUT_URL=http://localhost:3000 TIEOUT_KEY=… LEDGER_URL=https://…/v3/company/{realm} LEDGER_TOKEN=… node examples/sync-job.ts
//
// The key needs the scopes claims:write and attempts:write. With SYNC_JOB_ONCE=1 it ends when nothing is left to take.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const TIEOUT = `${setting('TIEOUT_URL')}/api/v1`;
const TIEOUT_KEY = setting('TIEOUT_KEY');
const LEDGER = setting('LEDGER_URL');
const LEDGER_TOKEN = setting('LEDGER_TOKEN');
/** Which claim is at hand, for the job's own next life. */
const STATE_FILE = setting('SYNC_JOB_STATE', 'sync-job.state.json');
const IS_ONCE = setting('SYNC_JOB_ONCE', '') === '1';
const LEASE_SECONDS = Number(setting('SYNC_JOB_LEASE_SECONDS', '120'));
const LIMIT = Number(setting('SYNC_JOB_LIMIT', '25'));
const IDLE_MS = 10_000;
/** Nothing is written to the ledger when less than this share of the lease is left. */
const SAFE_SHARE = 0.4;
const TRIES = 6;
const BACK_OFF_MS = 200;
const TIMEOUT_MS = 30_000;

type ClaimedRecord = {
  id: string;
  kind: 'invoice' | 'invoice_payment' | 'bill' | 'bill_payment';
  source: string;
  sourceId: string;
  idempotencyKey: string;
  checkFirst: boolean;
  leaseUntil: string;
  referenceNumber: string | null;
  number: string | null;
  amount: string | null;
  currency: string | null;
  payer: string | null;
  billingOrg: string | null;
  documentDate: string | null;
  lines: { lineNo: number; description: string | null; amount: string | null }[];
  applies: { kind: string; amount: string; referenceNumber: string | null }[];
};
type Claim = { id: string | null; records: ClaimedRecord[]; hasMore: boolean };
type Attempt = Record<string, unknown> & { outcome: 'complete' | 'failed' };
type LedgerDocument = { Id: string; SyncToken: string; TotalAmt: number; PrivateNote?: string };

let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => (isStopping = true));

async function main(): Promise<void> {
  let resumed = readState();
  while (!isStopping) {
    const isResumed = resumed !== null;
    const claimKey = resumed ?? randomUUID();
    // Noted before it is asked for: whatever happens to the answer, the next life asks for the same claim.
    writeState(claimKey);
    const claim = await takeClaim(claimKey);
    if (claim.id !== null) await carryAll(claim, isResumed);
    rmSync(STATE_FILE, { force: true });
    resumed = null;
    if (claim.records.length > 0 || claim.hasMore || isResumed) continue;
    if (IS_ONCE) return;
    await delay(IDLE_MS);
  }
}

/** The same key gives the same claim, as far as it is still held. */
function takeClaim(idempotencyKey: string): Promise<Claim> {
  return tieout<Claim>('/claims', { limit: LIMIT, leaseSeconds: LEASE_SECONDS, idempotencyKey });
}

async function carryAll(claim: Claim, isResumed: boolean): Promise<void> {
  console.log(`claimed ${claim.records.length} records`);
  let leases = leasesOf(claim.records);
  const attempts: Attempt[] = [];
  for (const record of claim.records) {
    if (isStopping) break;
    if (!isSafe(leases, record)) {
      // Reported first: what is reported need not be held any longer.
      await report(attempts.splice(0));
      leases = await extend(claim.id);
    }
    // Lost: it is another's now, or will be.
    if (!isSafe(leases, record)) continue;
    const attempt = await carry(record, isResumed);
    if (attempt !== null) attempts.push(attempt);
  }
  await report(attempts);
  // What nobody began with goes back to the others at once.
  if (isStopping) await tieout(`/claims/${claim.id}/release`, { reason: 'The sync job was stopped.' });
}

function leasesOf(records: readonly { id: string; leaseUntil: string }[]): Map<string, number> {
  return new Map(records.map(({ id, leaseUntil }) => [id, Date.parse(leaseUntil)]));
}

function isSafe(leases: Map<string, number>, { id }: ClaimedRecord): boolean {
  return (leases.get(id) ?? 0) - Date.now() > LEASE_SECONDS * 1000 * SAFE_SHARE;
}

async function extend(claimId: string | null): Promise<Map<string, number>> {
  const { records } = await tieout<Pick<Claim, 'records'>>(`/claims/${claimId}/extend`, {
    leaseSeconds: LEASE_SECONDS,
  });
  return leasesOf(records);
}

async function report(attempts: Attempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const { results } = await tieout<{ results: { result: string; errors?: unknown }[] }>('/attempts', { attempts });
  for (const { result, errors } of results)
    if (result === 'rejected') console.error('Tieout refused a report:', errors);
}

/** Writes one record. Gives the attempt to report, or null where nobody knows what came of it: the lease then runs out. */
async function carry(record: ClaimedRecord, isResumed: boolean): Promise<Attempt | null> {
  const common = {
    // The same as long as this report is sent again and again, and no other.
    externalId: randomUUID(),
    record: { kind: record.kind, sourceId: record.sourceId, source: record.source },
  };
  try {
    const document = await write(record, record.checkFirst || isResumed);
    return {
      ...common,
      outcome: 'complete',
      attemptedAt: new Date().toISOString(),
      referenceNumber: document.Id,
      syncedAmount: document.TotalAmt.toFixed(2),
      syncedCurrency: record.currency,
    };
  } catch (error) {
    if (!(error instanceof LedgerRefusal)) return unknownOutcome(record, error);
    return {
      ...common,
      outcome: 'failed',
      attemptedAt: new Date().toISOString(),
      errorCode: error.code,
      errorMessage: error.message,
      raw: error.body,
    };
  }
}

function unknownOutcome(record: ClaimedRecord, error: unknown): null {
  console.error(`${record.kind} ${record.number}: whether it was written is not known`, error);
  return null;
}

async function write(record: ClaimedRecord, mayBeThere: boolean): Promise<LedgerDocument> {
  const { entity, content } = documentOf(record);
  for (;;) {
    const there =
      record.referenceNumber !== null
        ? await readById(entity, record.referenceNumber)
        : mayBeThere
          ? await findOwn(entity, record)
          : null;
    if (there === null) return post(entity, content, record.idempotencyKey);
    if (there.TotalAmt === Number(record.amount)) return there;
    try {
      const update = { ...content, Id: there.Id, SyncToken: there.SyncToken };
      return await post(entity, update, `${record.idempotencyKey}:${there.SyncToken}`);
    } catch (error) {
      // Somebody else changed it meanwhile: read it again.
      if (!(error instanceof LedgerRefusal) || error.code !== STALE) throw error;
    }
  }
}

/** The record as the ledger takes it. A real job finds ids of customers, items and accounts for the names here. */
function documentOf(record: ClaimedRecord) {
  const common = {
    TxnDate: record.documentDate ?? undefined,
    CurrencyRef: { value: record.currency },
    // By this it is found again, whatever number others use.
    PrivateNote: noteOf(record),
  };
  const lines =
    record.lines.length > 0 ? record.lines : [{ lineNo: 1, description: record.number, amount: record.amount }];
  const Line = lines.map((line) => ({
    LineNum: line.lineNo,
    Description: line.description,
    Amount: Number(line.amount),
  }));
  const linked = (TxnType: string) =>
    record.applies.map((applied) => ({
      Amount: Number(applied.amount),
      LinkedTxn: [{ TxnId: applied.referenceNumber, TxnType }],
    }));
  const customer = { CustomerRef: { name: record.payer } };
  const vendor = { VendorRef: { name: record.billingOrg } };
  const total = { TotalAmt: Number(record.amount) };
  switch (record.kind) {
    case 'invoice':
      return { entity: 'Invoice', content: { ...common, ...customer, DocNumber: record.number, Line } };
    case 'bill':
      return { entity: 'Bill', content: { ...common, ...vendor, DocNumber: record.number, Line } };
    case 'invoice_payment':
      return {
        entity: 'Payment',
        content: { ...common, ...customer, ...total, PaymentRefNum: record.number, Line: linked('Invoice') },
      };
    case 'bill_payment':
      return {
        entity: 'BillPayment',
        content: { ...common, ...vendor, ...total, DocNumber: record.number, Line: linked('Bill') },
      };
    default:
      return record.kind satisfies never;
  }
}

function noteOf({ id }: ClaimedRecord): string {
  return `Tieout ${id}`;
}

async function findOwn(entity: string, record: ClaimedRecord): Promise<LedgerDocument | null> {
  const field = entity === 'Payment' ? 'PaymentRefNum' : 'DocNumber';
  const number = (record.number ?? '').replaceAll(/['\\]/g, '\\$&');
  const statement = `select * from ${entity} where ${field} = '${number}'`;
  const answer = await ledger<{ QueryResponse: Record<string, LedgerDocument[] | undefined> }>(
    `/query?minorversion=75&query=${encodeURIComponent(statement)}`,
  );
  const found = answer.QueryResponse[entity] ?? [];
  return found.find(({ PrivateNote }) => PrivateNote === noteOf(record)) ?? null;
}

async function readById(entity: string, id: string): Promise<LedgerDocument> {
  return documentIn(entity, await ledger(`/${entity.toLowerCase()}/${id}?minorversion=75`));
}

async function post(entity: string, content: unknown, requestId: string): Promise<LedgerDocument> {
  const path = `/${entity.toLowerCase()}?minorversion=75&requestid=${encodeURIComponent(requestId)}`;
  return documentIn(entity, await ledger(path, content));
}

function documentIn(entity: string, answer: Record<string, LedgerDocument | undefined>): LedgerDocument {
  const document = answer[entity];
  if (document === undefined) throw new Error(`The ledger's answer holds no ${entity}`);
  return document;
}

/** The ledger said no, and why: its own code and words. */
class LedgerRefusal extends Error {
  readonly code: string;
  readonly body: string;

  constructor(code: string, message: string, body: string) {
    super(message);
    this.code = code;
    this.body = body;
  }
}

const STALE = '5010';

async function ledger<Body>(path: string, content?: unknown): Promise<Body> {
  const { status, text } = await send(`${LEDGER}${path}`, LEDGER_TOKEN, content);
  if (status === 200) return JSON.parse(text) as Body;
  throw refusalOf(status, text);
}

async function tieout<Body>(path: string, content: unknown): Promise<Body> {
  const { status, text } = await send(`${TIEOUT}${path}`, TIEOUT_KEY, content);
  if (status === 200) return JSON.parse(text) as Body;
  throw new Error(`Tieout answered ${status}: ${text}`);
}

function refusalOf(status: number, text: string): LedgerRefusal {
  type Fault = { Error?: { Message: string; Detail: string; code: string }[] };
  const [error] = (JSON.parse(text) as { Fault?: Fault }).Fault?.Error ?? [];
  return error === undefined
    ? new LedgerRefusal(String(status), text.slice(0, 500), text)
    : new LedgerRefusal(error.code, `${error.Message}: ${error.Detail}`, text);
}

/** Sends a call, and sends it again after a while where the other side is busy or gone; each may be repeated safely. */
async function send(url: string, token: string, content?: unknown): Promise<{ status: number; text: string }> {
  for (let attempt = 1; ; attempt += 1) {
    let waitMs = Math.random() * BACK_OFF_MS * 2 ** attempt;
    try {
      const answer = await fetch(url, {
        method: content === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: content === undefined ? null : JSON.stringify(content),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await answer.text();
      if (answer.status !== 429 && answer.status < 500) return { status: answer.status, text };
      if (attempt === TRIES) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`);
      const asked = Number(answer.headers.get('retry-after') ?? 0) * 1000;
      waitMs = Math.max(waitMs, asked);
    } catch (error) {
      if (attempt === TRIES) throw error;
    }
    await delay(waitMs);
  }
}

function readState(): string | null {
  try {
    return (JSON.parse(readFileSync(STATE_FILE, 'utf8')) as { claimKey: string }).claimKey;
  } catch {
    return null;
  }
}

/** In one step, so that a crash leaves the one before or the new one. */
function writeState(claimKey: string): void {
  writeFileSync(`${STATE_FILE}.new`, JSON.stringify({ claimKey }));
  renameSync(`${STATE_FILE}.new`, STATE_FILE);
}

function setting(name: string, otherwise?: string): string {
  const value = process.env[name] ?? otherwise;
  if (value === undefined) throw new Error(`Set ${name}.`);
  return value;
}

await main();
