import { createTransport } from 'nodemailer';
import { mailSettings } from '#lib/env.ts';
import type { MailMessage } from './mail-message.ts';

const CONNECT_MS = 10_000;
const SILENT_MS = 15_000;

/** What became of one message: taken, refused for good, or not for now; `problem` is for people. */
export type MailOutcome = { result: 'sent' } | { result: 'refused' | 'later'; problem: string };

/** What is said where no mail server is set. */
export const NO_MAIL_SERVER = 'Not sent: SMTP_URL and MAIL_FROM are not set.';

/** Hands one message to the mail server; never throws. */
export async function sendMail(to: string, message: MailMessage): Promise<MailOutcome> {
  const settings = mailSettings();
  if (settings === null) return { result: 'refused', problem: NO_MAIL_SERVER };
  const transport = createTransport(settings.url, {
    from: settings.from,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ ...message, to });
    return { result: 'sent' };
  } catch (error) {
    return outcomeOf(error);
  } finally {
    transport.close();
  }
}

/** The server's own words may repeat what was sent, so its code alone is told. */
function outcomeOf(error: unknown): MailOutcome {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  if (code === 'EAUTH') return { result: 'later', problem: 'The mail server refused the user or the password.' };
  if (typeof responseCode === 'number') {
    const problem = `The mail server answered with ${responseCode}.`;
    return { result: responseCode >= 500 ? 'refused' : 'later', problem };
  }
  return { result: 'later', problem: 'The mail server can’t be reached.' };
}
