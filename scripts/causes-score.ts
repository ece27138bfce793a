import { existsSync, readFileSync } from 'node:fs';
import { type Labelled, readLabelled, type Score, scoreCauses } from '#lib/causes/score.ts';
import { PlainError, runScript, say } from './run-script.ts';

const USAGE = `Usage: npm run causes:score -- FILE.ndjson
  One object a line: {"provider": "qbo", "raw": "the message", "cause": "closed_period"}`;
const SHOWN_MAX = 160;

await runScript(main);

/** Says how well the rules do on a file of labelled messages; 0 unless the file can't be read. */
async function main(): Promise<number> {
  const [file] = process.argv.slice(2).filter((argument) => argument !== '--');
  if (file === undefined) throw new PlainError(USAGE);
  if (!existsSync(file)) throw new PlainError(`There is no file ${file}.`);
  const { items, faults } = readLines(file);
  sayScore(scoreCauses(items));
  for (const fault of faults) say(fault);
  if (faults.length > 0) say(`${faults.length} of the lines could not be used.`);
  return 0;
}

function readLines(file: string): { items: { line: number; item: Labelled }[]; faults: string[] } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new PlainError(`${file} can't be read: ${error instanceof Error ? error.message : ''}`);
  }
  const items: { line: number; item: Labelled }[] = [];
  const faults: string[] = [];
  for (const [at, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const item = readLabelled(line);
    if ('fault' in item) faults.push(`Line ${at + 1} ${item.fault}.`);
    else items.push({ line: at + 1, item });
  }
  return { items, faults };
}

function sayScore({ total, right, confidentlyWrong, causes, misses }: Score): void {
  say('cause                      labelled  predicted  right  precision  recall');
  for (const { cause, labelled, predicted, right: hits } of causes) {
    if (labelled === 0 && predicted === 0) continue;
    const counts = `${String(labelled).padStart(8)}  ${String(predicted).padStart(9)}  ${String(hits).padStart(5)}`;
    say(`${cause.padEnd(26)} ${counts}  ${share(hits, predicted).padStart(9)}  ${share(hits, labelled).padStart(6)}`);
  }
  if (misses.length > 0) say(`\nMisses (${misses.length}):`);
  for (const { line, provider, raw, cause, got } of misses) {
    const words = raw.replace(/\s+/g, ' ');
    const shown = words.length > SHOWN_MAX ? `${words.slice(0, SHOWN_MAX)}...` : words;
    const why = got.evidence[0] === undefined ? '' : `, by "${got.evidence[0]}"`;
    say(
      `  line ${line} [${provider}] ${shown}\n    is ${cause}, diagnosed ${got.cause} (${got.confidence.toFixed(2)}${why})`,
    );
  }
  say(`\nMessages:           ${total}`);
  say(`Accuracy:           ${share(right, total)} (${right} right)`);
  say(
    `Confidently wrong:  ${share(confidentlyWrong, total)} (${confidentlyWrong}: another cause than unknown, surely, and wrong)`,
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
