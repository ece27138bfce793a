import { CHECK_NAMES, type CheckName } from '#lib/checks/check-contract.ts';

/** What the address of a connection's page says. */
export type ConnectionParams = {
  days: 30 | 90;
  /** Where the time line begins; null for the latest. */
  cursor: string | null;
  /** The check whose history is shown, and about which source. */
  check: CheckName | null;
  subject: string;
  checkBefore: string | null;
};

/** Takes the address's parameters; gives what they say. What can't be used is left out. */
export function parseConnectionParams(raw: Record<string, string | string[] | undefined>): ConnectionParams {
  const one = (name: string) => (typeof raw[name] === 'string' && raw[name] !== '' ? raw[name] : null);
  return {
    days: one('days') === '90' ? 90 : 30,
    cursor: one('cursor')?.slice(0, 2_000) ?? null,
    check: CHECK_NAMES.find((name) => name === one('check')) ?? null,
    subject: one('subject')?.slice(0, 255) ?? '',
    checkBefore: one('before'),
  };
}

/** Gives the address of a check's history. */
export function historyHref(path: string, check: CheckName, subject: string, before: string | null = null): string {
  const query = new URLSearchParams({
    check,
    ...(subject === '' ? {} : { subject }),
    ...(before === null ? {} : { before }),
  });
  return `${path}?${query}`;
}
