'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useRecordChanges } from '#components/live/use-record-changes.ts';
import type { OpenedRecord } from '../../../records/open-record.ts';
import { fetchRecordData, recordDataUrl } from './record-ahead.ts';

export type PanelProblem = { title: string; detail: string; requestId: string | null; isSignedOut: boolean };

export type PanelData =
  | { state: 'loading' }
  | { state: 'failed'; problem: PanelProblem }
  /** `isWaiting`: the record that was asked for is still on its way, this is the one before it. */
  | { state: 'ready'; record: OpenedRecord; readAt: Date; isWaiting: boolean };

export type Read = { id: string; record: OpenedRecord; readAt: Date };

const KEPT_MAX = 30;

/**
 * Reads the record that is open, and the one after it ahead of time. What was read before is shown at once and read
 * again; when records of the tenant change, it is read again too.
 */
export function useRecordData(tenant: string, recordId: string, nextId: string | null, first: Read | null) {
  const kept = useRef(new Map<string, Read>());
  const [shown, setShown] = useState(first?.id === recordId ? first : null);
  const [failed, setFailed] = useState<{ id: string; problem: PanelProblem } | null>(null);
  const [turn, setTurn] = useState(0);
  const readAgain = useCallback(() => setTurn((before) => before + 1), []);
  // Called off at each change, a reading would never come to its end where changes come faster than it does.
  const reading = useRef({ isUnderWay: false, isStale: false });

  useRecordChanges(`/${tenant}/events`, () => {
    kept.current.clear();
    if (reading.current.isUnderWay) reading.current.isStale = true;
    else readAgain();
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads the same record again
  useEffect(() => {
    const known = kept.current.get(recordId);
    if (known !== undefined) setShown(known);
    setFailed(null);
    const leaving = new AbortController();
    reading.current = { isUnderWay: true, isStale: false };
    readRecord(tenant, recordId, leaving.signal)
      .then((read) => {
        keep(kept.current, read);
        setShown(read);
      })
      .catch((error: unknown) => {
        if (leaving.signal.aborted || kept.current.has(recordId)) return;
        setFailed({ id: recordId, problem: error instanceof PanelError ? error.problem : NO_ANSWER });
      })
      .finally(() => {
        if (leaving.signal.aborted) return;
        reading.current.isUnderWay = false;
        if (reading.current.isStale) readAgain();
      });
    return () => leaving.abort();
  }, [tenant, recordId, turn]);

  const isShown = shown?.id === recordId;
  useEffect(() => {
    if (!isShown || nextId === null || kept.current.has(nextId)) return;
    const leaving = new AbortController();
    readRecord(tenant, nextId, leaving.signal)
      .then((next) => keep(kept.current, next))
      // It is asked for again once somebody wants to see it.
      .catch(() => undefined);
    return () => leaving.abort();
  }, [tenant, nextId, isShown]);

  return { data: dataOf(recordId, shown, failed), readAgain };
}

function dataOf(recordId: string, shown: Read | null, failed: { id: string; problem: PanelProblem } | null): PanelData {
  if (failed?.id === recordId) return { state: 'failed', problem: failed.problem };
  if (shown === null) return { state: 'loading' };
  return { state: 'ready', record: shown.record, readAt: shown.readAt, isWaiting: shown.id !== recordId };
}

function keep(kept: Map<string, Read>, read: Read): void {
  kept.delete(read.id);
  kept.set(read.id, read);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
}

class PanelError extends Error {
  readonly problem: PanelProblem;

  constructor(problem: PanelProblem) {
    super(problem.title);
    this.problem = problem;
  }
}

const NO_ANSWER: PanelProblem = {
  title: 'The record could not be read',
  detail: 'The server did not answer. Look whether you are online, then try again.',
  requestId: null,
  isSignedOut: false,
};

async function readRecord(tenant: string, id: string, signal: AbortSignal): Promise<Read> {
  const response = await fetchRecordData(recordDataUrl(tenant, id), signal);
  if (!response.ok) throw new PanelError(await problemOf(response));
  const record = (await response.json()) as OpenedRecord;
  // What was read ahead can't be called off, but another record may be open by now.
  signal.throwIfAborted();
  return { id, record, readAt: new Date() };
}

async function problemOf(response: Response): Promise<PanelProblem> {
  const requestId = response.headers.get('x-request-id');
  if (response.status === 404) {
    const detail = 'No record of this business has this address. It may belong to another one.';
    return { title: 'This record is not here', detail, requestId: null, isSignedOut: false };
  }
  const body = (await response.json().catch(() => ({}))) as { detail?: string };
  const isSignedOut = response.status === 401 || response.status === 403;
  const detail = body.detail ?? 'Something on our side did not answer. Your records are safe.';
  return { title: 'The record could not be read', detail, requestId, isSignedOut };
}
