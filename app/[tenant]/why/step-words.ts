import { CHECK_LABEL, labelOf } from '#components/checks/check-words.ts';
import type { CheckMatter } from '#lib/checks/check-contract.ts';
import {
  type GuidedRun,
  type GuidedStep,
  isCheck,
  type OwnStep,
  type StepActor,
  type StepResult,
} from '#lib/guidance/guidance-contract.ts';

const OWN_LABEL: Record<OwnStep, string> = {
  failures: 'What failed lately',
  connections: 'Connections',
  preferences: 'Settings of the company',
  limits: 'Limits',
  mapping: 'Accounts, items and tax codes of records',
  contact_names: 'Payers and vendors of records',
  document_periods: 'Dates of records',
  source_status: 'State in the source',
  duplicates: 'Numbers used twice',
  amounts: 'Amounts',
};

/** How people call a step, with what it is about. */
export function stepLabel(step: GuidedStep, subject = ''): string {
  return isCheck(step) ? (subject === '' ? CHECK_LABEL[step] : labelOf(step, subject)) : OWN_LABEL[step];
}

const ACTOR_WORDS: Record<StepActor, string> = {
  accountant: 'whoever keeps the books in the ledger',
  clerk: 'whoever enters documents in the source',
  admin: 'an admin of Tieout',
  job_owner: 'whoever runs the sync job',
  nobody: 'nobody: it passes by itself',
};

const ACTOR_OF_MATTER: Record<CheckMatter, StepActor> = {
  company: 'accountant',
  own_link: 'admin',
  job_link: 'job_owner',
};

/** Who does what a result asks for. */
export function actorWords({ evidence, matter }: StepResult): string {
  return ACTOR_WORDS[evidence.who ?? ACTOR_OF_MATTER[matter]];
}

/** Gives what to do, the most pressing first: what is broken before what needs a look, the likeliest first. */
export function rankTodo({ results, steps }: Pick<GuidedRun, 'results' | 'steps'>): StepResult[] {
  const rank = ({ state, step }: StepResult) =>
    // What failed lately is told by the other steps more exactly.
    (state === 'broken' ? 0 : 1_000) + (step === 'failures' ? 500 : steps.indexOf(step));
  return results
    .filter(({ state }) => state === 'broken' || state === 'warning')
    .toSorted((a, b) => rank(a) - rank(b) || (a.subject < b.subject ? -1 : 1));
}

/** Gives where one goes on from a result; null where its records are all there is. */
export function stepHref(
  tenant: string,
  run: GuidedRun,
  { step, evidence }: StepResult,
): { href: string; label: string } | null {
  const connection = typeof evidence.connectionId === 'string' ? evidence.connectionId : run.connectionId;
  switch (step) {
    case 'failures':
      return {
        href: `/${tenant}/history/invoices?status=failed&from=any${typeof evidence.cause === 'string' ? `&cause=${evidence.cause}` : ''}`,
        label: 'The list of what failed',
      };
    case 'source_status':
      return { href: `/${tenant}/history/invoices?status=pending`, label: 'The list of what is pending' };
    case 'amounts':
      return {
        href: `/${tenant}/history/invoices?status=all&flag=differs&from=any`,
        label: 'The list of what differs',
      };
    case 'duplicates':
      return null;
    default:
      return connection === null ? null : { href: `/${tenant}/connections/${connection}`, label: 'The connection' };
  }
}

/** Names of customers and vendors are no matter of a support desk. */
const NAMING: readonly GuidedStep[] = ['contact_names', 'contacts'];

/**
 * Takes a run and the address of its page; gives it as plain text for a vendor's support: what was found, the numbers and
 * ids of some records, the ledger's own message. Nothing secret: no token, no name of a customer or vendor.
 */
export function supportText(run: GuidedRun, address: string): string {
  const said = ({ step, sentence }: StepResult) =>
    NAMING.includes(step) ? sentence.replace(/,? such as .*$/u, '.') : sentence;
  const lineOf = (result: StepResult) => {
    const { evidence } = result;
    const facts = [
      ...(evidence.examples ?? []).map(({ number, id }) => `  - ${number} (${id})`),
      ...(typeof evidence.message === 'string' ? [`  - message: ${evidence.message}`] : []),
      ...(typeof evidence.call === 'string' ? [`  - call: ${evidence.call}`] : []),
      ...(typeof evidence.providerRequestId === 'string'
        ? [`  - request id of the provider: ${evidence.providerRequestId}`]
        : []),
    ];
    return [`- ${stepLabel(result.step, result.subject)}: ${said(result)}`, ...facts].join('\n');
  };
  const todo = rankTodo(run);
  const of = (state: StepResult['state']) => run.results.filter((result) => result.state === state);
  const part = (title: string, results: readonly StepResult[]) =>
    results.length === 0 ? [] : [`${title}:`, ...results.map(lineOf)];
  return [
    `Guided run: ${run.record === null ? (run.connectionName ?? 'the whole business') : `record ${run.record.number} (${run.record.id})`}`,
    `Page: ${address}`,
    `At: ${run.endedAt ?? run.requestedAt}`,
    ...part('Not as it should be', todo),
    ...part('Could not be checked', of('not_checked')),
    ...part('Not known', of('not_known')),
    `Fine: ${
      of('ok')
        .map(({ step, subject }) => stepLabel(step, subject))
        .join(', ') || 'nothing'
    }`,
  ].join('\n');
}
