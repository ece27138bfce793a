import type { NoticeWords } from './notice-words.ts';

/** An e-mail as nodemailer takes it. */
export type MailMessage = {
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers: Record<string, string>;
};

/** Gives a notice as an e-mail. Its Message-ID is the same at every try, so that a mail server may know a second one. */
export function mailMessage(
  words: NoticeWords,
  ids: { noticeId: string; targetId: string; from: string },
): MailMessage {
  const { subject, state, title, lines, link, choices } = words;
  return {
    subject: state === 'Over' ? `${subject} (over)` : subject,
    text: [title, '', ...lines, '', `Open in Tieout: ${link}`, '', `Choose what you are told: ${choices}`].join('\n'),
    html: htmlOf(words),
    messageId: `<${ids.noticeId}.${ids.targetId}@${domainOf(ids.from)}>`,
    // Nobody's out-of-office is to answer.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

function htmlOf({ state, title, lines, link, choices }: NoticeWords): string {
  const body = lines.map((line) => (line === '' ? '<br>' : `<div>${escaped(line)}</div>`)).join('');
  return `<!doctype html><html lang="en"><body style="font: 15px/22px -apple-system, 'Segoe UI', Arial, sans-serif; color: #1c1e24">
<p style="margin: 0 0 4px; color: #5c6270; font-size: 13px">${escaped(state)}</p>
<h1 style="margin: 0 0 12px; font-size: 18px; line-height: 26px">${escaped(title)}</h1>
<div style="margin: 0 0 16px">${body}</div>
<p style="margin: 0 0 24px"><a href="${escaped(link)}">Open in Tieout</a></p>
<p style="margin: 0; color: #5c6270; font-size: 13px"><a href="${escaped(choices)}" style="color: #5c6270">Choose what you are told</a></p>
</body></html>`;
}

function domainOf(from: string): string {
  return /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? 'tieout.invalid';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
