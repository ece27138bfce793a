import { hash } from 'node:crypto';
import type { Ctx } from '#lib/access/context.ts';
import { AppError } from '#lib/core/app-error.ts';
import { log } from '#lib/log.ts';
import { readBytes } from '../read-body.ts';
import { openAnswer, sealAnswer } from './sealed-answer.ts';
import { beginCall, type CallKey, forgetCall, keepAnswer } from './stored-call.ts';

const RETRY_SECONDS = 2;

type Answer = { status: number; body: string };

/** What a call was answered, and whether that is the stored answer of an earlier one. */
export type AnswerOnce = Answer & { isReplayed: boolean };

/**
 * Does a call once under its Idempotency-Key: the same call again gets the stored answer. Throws `invalid_input` for a
 * key that another call has used, and `conflict` while the first one is still going on. What is refused or fails is not
 * kept, since nothing was done; if its process died, the next call takes over.
 */
export async function answerOnce(
  ctx: Ctx,
  request: Request,
  key: string,
  work: (request: Request) => Promise<Answer>,
): Promise<AnswerOnce> {
  const apiKeyText = /\S+$/.exec(request.headers.get('authorization') ?? '')?.[0] ?? '';
  const body = await readBytes(request);
  const { pathname, search } = new URL(request.url);
  const call: CallKey = {
    apiKeyId: ctx.actor.id ?? '',
    key,
    requestHash: hashOf(request.method, `${pathname}${search}`, body),
  };
  const found = await beginCall(ctx, call);
  switch (found.state) {
    case 'answered':
      return { status: found.status, body: openAnswer(found.answer, apiKeyText), isReplayed: true };
    case 'running':
      throw new AppError('conflict', {
        message: 'A call with this Idempotency-Key is still going on. Try again in a moment.',
        retryAfterSeconds: RETRY_SECONDS,
      });
    case 'another':
      throw new AppError('invalid_input', {
        message: 'This Idempotency-Key was used for another call; use a new one for each call.',
        fields: [{ field: 'Idempotency-Key', message: 'was used for another call; use a new one for each call' }],
      });
    case 'ours':
      return {
        ...(await doOurs(ctx, call, found.runner, apiKeyText, () => work(again(request, body)))),
        isReplayed: false,
      };
    default:
      return found satisfies never;
  }
}

async function doOurs(
  ctx: Ctx,
  call: CallKey,
  runner: string,
  apiKeyText: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await work();
  } catch (error) {
    await quietly(ctx, forgetCall(ctx, call, runner));
    throw error;
  }
  const sealed = sealAnswer(answer.body, apiKeyText);
  await quietly(ctx, keepAnswer(ctx, call, { runner, status: answer.status, answer: sealed }));
  return answer;
}

/** The work is done, or refused: what it was answered must not hang on our note of it. A later call then takes over. */
async function quietly(ctx: Ctx, note: Promise<void>): Promise<void> {
  await note.catch((error: unknown) => log.error({ requestId: ctx.requestId, err: error }, 'idempotent call not kept'));
}

function again(request: Request, body: Uint8Array<ArrayBuffer>): Request {
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: body.byteLength === 0 ? null : body,
  });
}

function hashOf(method: string, address: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts = [Buffer.from(`${method} ${address}\n`), body];
  return Uint8Array.from(Buffer.from(hash('sha256', Buffer.concat(parts)), 'hex'));
}
