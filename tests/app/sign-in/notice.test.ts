import { expect, test } from 'vitest';
import { noticeOf } from '../../../app/sign-in/notice.ts';

const person = { id: '1', email: 'gus@acme.example', name: 'Gus Guest' };
const acme = { tenantId: '2', slug: 'acme', name: 'Acme Freight', roles: [] };
const nothing = { reason: undefined, error: undefined, person: null, memberships: [], next: null };

test('says nothing where there is nothing to say', () => {
  expect(noticeOf(nothing)).toBeNull();
  expect(noticeOf({ ...nothing, person, memberships: [acme] })).toBeNull();
  expect(noticeOf({ ...nothing, reason: 'signed-out' })).toBeNull();
  expect(noticeOf({ ...nothing, reason: '<script>', person })).toBeNull();
});

test('names who is signed in and what is not open to them', () => {
  const question = { ...nothing, reason: 'needs-accounting-sync', person, next: '/acme/history/invoices?status=all' };
  expect(noticeOf({ ...question, memberships: [acme] })?.text).toBe(
    'You are signed in as Gus Guest (gus@acme.example), who may not open Accounting Sync of Acme Freight. An admin there can give you the role Accounting Sync.',
  );
});

test('names a tenant to its members alone', () => {
  const text = noticeOf({ ...nothing, reason: 'not-a-member', person, next: '/acme/history/bills' })?.text;
  expect(text).toContain('not a member of acme.');
  expect(text).not.toContain('Freight');
});

test('tells somebody of no business so', () => {
  expect(noticeOf({ ...nothing, reason: 'not-a-member', person })?.text).toContain('does not belong to any business');
});

test('a session that ended is no problem of anybody', () => {
  expect(noticeOf({ ...nothing, reason: 'session-ended' })).toMatchObject({ tone: 'quiet' });
});

test.each(['not-invited', 'email-not-verified', 'linked-to-another'])('explains the refusal %s', (reason) => {
  expect(noticeOf({ ...nothing, reason })).toMatchObject({ tone: 'problem' });
});

test('whatever went wrong at the provider is said in one sentence', () => {
  expect(noticeOf({ ...nothing, error: 'OAuthCallbackError' })?.text).toContain('Single sign-on did not finish');
});
