import type { NoticeWords } from './notice-words.ts';

/** Slack refuses more in a header, and in a text block. */
const SLACK_HEADER_MAX = 150;
const SLACK_TEXT_MAX = 3_000;
/** Teams refuses a message of more than 28 KB. */
const TEAMS_TEXT_MAX = 8_000;

/** Gives the body for an incoming webhook of Slack. Names and messages of others stand in plain text, which mentions nobody. */
export function slackMessage({ subject, state, title, lines, link }: NoticeWords): unknown {
  const body = cut(lines.join('\n'), SLACK_TEXT_MAX);
  return {
    // What a notification shows; here Slack reads marks, so they are escaped.
    text: escaped(`${state}: ${subject}`),
    unfurl_links: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(title, SLACK_HEADER_MAX), emoji: false } },
      ...(body.trim() === '' ? [] : [{ type: 'section', text: { type: 'plain_text', text: body, emoji: false } }]),
      { type: 'context', elements: [{ type: 'mrkdwn', text: `${escaped(state)} · <${link}|Open in Tieout>` }] },
    ],
  };
}

/** Gives the body for an incoming webhook of Microsoft Teams: an Adaptive Card, which workflows and connectors both take. */
export function teamsMessage({ state, subject, lines, link }: NoticeWords): unknown {
  const text = cut(lines.join('\n\n'), TEAMS_TEXT_MAX);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            { type: 'TextBlock', text: state, isSubtle: true, size: 'Small', wrap: true },
            { type: 'TextBlock', text: plain(subject), weight: 'Bolder', size: 'Medium', wrap: true },
            ...(text.trim() === '' ? [] : [{ type: 'TextBlock', text: plain(text), wrap: true }]),
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Open in Tieout', url: link }],
        },
      },
    ],
  };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Slack asks for these three and no others. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A text block reads a part of Markdown: links and emphasis of others' words are to stand as they are. */
function plain(text: string): string {
  return text.replace(/[\\[\]*_`]/g, '\\$&');
}
