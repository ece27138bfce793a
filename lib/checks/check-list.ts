import type { CheckName, CheckRunKind } from './check-contract.ts';
import { CHECK_NAMES } from './check-contract.ts';

/** A light run makes one call to the ledger at most; the rest of its checks look into our own database. */
export const LIGHT_SECONDS = 15 * 60;
export const FULL_SECONDS = 6 * 60 * 60;

const LIGHT: readonly CheckName[] = [
  'authorised',
  'expiry',
  'right_company',
  'quota',
  'job_link',
  'proof_of_life',
  'sync_schedule',
];

/** What is asked of the jobs alone, where the business itself is checked and no connection. */
const WITHOUT_CONNECTION: readonly CheckName[] = ['job_link', 'proof_of_life', 'sync_schedule'];

/** Gives the checks of a run, in the order in which they are answered; `only` narrows them. */
export function checksOf(
  run: { kind: CheckRunKind; connectionId: string | null },
  only: readonly CheckName[] | null = null,
): CheckName[] {
  return CHECK_NAMES.filter(
    (name) =>
      (run.kind !== 'light' || LIGHT.includes(name)) &&
      (run.connectionId !== null || WITHOUT_CONNECTION.includes(name)) &&
      (only === null || only.includes(name)),
  );
}
