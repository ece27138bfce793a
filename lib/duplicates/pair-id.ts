import { createHash } from 'node:crypto';
import type { Subject } from './duplicate-contract.ts';

/** What a pair is told by: the same two sides are the same pair in every search. */
export type PairKey = {
  subject: Subject;
  kind: string;
  connectionId: string | null;
  leftKey: string;
  rightKey: string;
};

/** Puts two keys in their order; gives them as the left and the right one. */
export function inOrder(a: string, b: string): [left: string, right: string] {
  return a < b ? [a, b] : [b, a];
}

/** Gives the id of a pair, made of its sides. A Xero contact keeps it whatever list it is in. */
export function pairId(tenantId: string, { subject, kind, connectionId, leftKey, rightKey }: PairKey): string {
  const text = JSON.stringify([tenantId, subject, kind, connectionId, leftKey, rightKey]);
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
