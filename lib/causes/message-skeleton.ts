import { createHash } from 'node:crypto';
import { stringify } from 'uuid';
import { decodeText, normalise } from './reading/plain-text.ts';
import { readError } from './reading/read-error.ts';

/** Gives a message without what differs from record to record: names between quotes, numbers, ids and dates. */
export function messageSkeleton(message: string): string {
  const words = readError(message)
    .parts.slice(0, 4)
    .map(({ message: text, detail }) => normalise(decodeText(detail === null ? text : `${text} : ${detail}`)));
  return words
    .join('\n')
    .replace(/"[^"\n]{0,120}"|'[^'\n]{0,120}'(?![a-z])/g, '"x"')
    .replace(/\S{0,40}\d\S{0,40}/g, '#')
    .replace(/(?:# ){2,40}/g, '# ');
}

/** Gives the id of a skeleton: a UUIDv8 made from its hash, so that a rule is found without asking for all of them. */
export function skeletonId(skeleton: string): string {
  const bytes = createHash('sha256').update(skeleton).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return stringify(bytes);
}
