import type { Fault } from '#lib/audit/check-chain.ts';
import type { SignatureReport } from '#lib/audit/check-signatures.ts';
import type { ReadCopy } from '#lib/audit/read-outside.ts';
import type { AuditReport } from '#lib/audit/verify-audit.ts';
import type { ExportReport } from '#lib/audit/verify-export.ts';
import { say } from './run-script.ts';

const FAULTS_SHOWN = 10;

type TenantReport = { tenant: string; copyFile: string; copy: ReadCopy; report: AuditReport };

/** Says what was found in a tenant's log and what is not covered; gives the exit code. */
export function sayReport({ tenant, copyFile, copy, report }: TenantReport): number {
  const { faults, events, blocks, unsealed, outside, signatures } = report;
  say(`The audit log of ${tenant}: ${counted(events, 'sealed event')} in ${counted(blocks, 'block')}.`);
  sayFaults(faults);
  if (faults.length === 0 && outside !== null) {
    say(
      `No event up to number ${outside.eventTotal} was changed, removed or inserted since the checkpoint of ${outside.signedAt}, which ${copyFile} holds.`,
    );
  } else if (faults.length === 0)
    say('No event was found changed, removed or inserted, as far as the database itself can tell.');
  const gaps = [
    outside === null
      ? `There is no checkpoint held outside the database (${copyFile}): whoever has the owner's rights could have written the whole chain anew. Keep a copy elsewhere, and name it with --checkpoints.`
      : null,
    outside !== null && events > outside.eventTotal
      ? `${counted(events - outside.eventTotal, 'sealed event')} after event number ${outside.eventTotal}: no checkpoint held outside has them yet.`
      : null,
    unsealed.events > 0
      ? `${counted(unsealed.events, 'event')} since ${unsealed.oldestAt}, not sealed yet: that takes up to a minute while a worker runs.`
      : null,
    copy.unreadable > 0 ? `${counted(copy.unreadable, 'line')} of ${copyFile} that cannot be read.` : null,
    copy.ofOthers > 0 ? `${counted(copy.ofOthers, 'checkpoint')} in ${copyFile}, of another tenant.` : null,
    'What somebody wrote into the log, at the time it tells, as the application itself.',
  ];
  sayGaps([...gaps, ...signatureGaps(signatures)]);
  return faults.length === 0 ? 0 : 1;
}

/** Says what was found in an exported log and what is not covered; gives the exit code. */
export function sayExportReport(file: string, report: ExportReport, isKeyGiven: boolean): number {
  const { faults, head, events, blocks, unsealed, checkpoint, signatures } = report;
  const what = head.filter === null ? 'the whole log' : 'what matched its filters';
  say(
    `${file}: the audit log of ${head.tenant}, ${what}, exported on ${head.exportedAt} by ${head.exportedBy}: ${counted(events, 'event')}, ${counted(blocks, 'block')} of the chain.`,
  );
  sayFaults(faults);
  if (faults.length === 0 && checkpoint !== null) {
    say(
      head.filter === null
        ? `Every event up to number ${checkpoint.eventTotal} is here as it was sealed, up to the checkpoint of ${checkpoint.signedAt}.`
        : `Every event here is as it was sealed, up to the checkpoint of ${checkpoint.signedAt}.`,
    );
  }
  sayGaps([
    checkpoint === null ? 'Everything: the log had no checkpoint yet when it was exported.' : null,
    unsealed > 0 && checkpoint !== null
      ? `${counted(unsealed, 'event')}, written too shortly before the export to be sealed.`
      : null,
    head.filter === null ? null : 'Whether events that match are missing: only the whole log can show that.',
    checkpoint !== null && !isKeyGiven
      ? 'Who signed: the key is the one the file itself names. Give the public key that you know with --key.'
      : null,
    ...signatureGaps(signatures),
  ]);
  return faults.length === 0 ? 0 : 1;
}

function sayFaults(faults: readonly Fault[]): void {
  const [first, ...others] = faults;
  if (first === undefined) return;
  say(`\nTAMPERED. The first: ${first.what}`);
  for (const { what } of others.slice(0, FAULTS_SHOWN - 1)) say(`  also: ${what}`);
  if (faults.length > FAULTS_SHOWN) say(`  and ${faults.length - FAULTS_SHOWN} or more besides.`);
}

function signatureGaps({ signedBy, unsigned, unknownKeys }: SignatureReport): (string | null)[] {
  return [
    unsigned > 0
      ? `${counted(unsigned, 'checkpoint')} without a signature: set AUDIT_SIGNING_KEY, so that nobody else can make one.`
      : null,
    unknownKeys.length > 0
      ? `Checkpoints signed by ${unknownKeys.join(', ')}: give the public key with --key to check them.`
      : null,
    signedBy.length === 0 ? 'No signature could be checked.' : null,
  ];
}

function sayGaps(gaps: readonly (string | null)[]): void {
  const real = gaps.filter((gap) => gap !== null);
  if (real.length === 0) return;
  say('\nNot covered:');
  for (const gap of real) say(`  - ${gap}`);
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
