import type { Ctx } from '#lib/access/context.ts';
import { publicUrl } from '#lib/env.ts';
import type { NoticeType, Severity, ToldNotice } from './notice-contract.ts';

/** What e-mails, Slack and Teams say of a notice. */
export type NoticeWords = {
  /** With the business in front, since one person may hear of several. */
  subject: string;
  state: string;
  title: string;
  lines: string[];
  /** The page in Tieout, and where one chooses what one is told. */
  link: string;
  choices: string;
};

/** Gives a notice in the words that leave Tieout. */
export function noticeWords(ctx: Pick<Ctx, 'tenant'>, notice: ToldNotice): NoticeWords {
  const { slug, name } = ctx.tenant;
  const root = `${publicUrl()}/${slug}`;
  const state = stateOf(notice.type, notice.severity);
  return {
    subject: `[${oneLine(name)}] ${oneLine(notice.title)}`,
    state,
    title: oneLine(notice.title),
    lines: notice.body.split(/\r?\n/),
    link: `${root}/${notice.path ?? 'notices'}`,
    choices: `${root}/notices/yours`,
  };
}

function stateOf(type: NoticeType, severity: Severity): string {
  if (type === 'recovery') return 'Over';
  if (type === 'test') return 'Test';
  if (severity === 'problem') return 'Problem';
  return severity === 'warning' ? 'Warning' : 'For your information';
}

/** A line break within a subject would begin a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
