import { z } from 'zod';
import { CAUSES } from '#lib/causes/causes.ts';
import { PROBLEM_STATES, SOLVED_HOW } from '#lib/problems/problem-contract.ts';
import { KINDS } from '#lib/records/kinds.ts';

const money = z.string().meta({ pattern: '^-?\\d+\\.\\d{2,4}$', example: '1250.00' });
const instant = z.iso.datetime({ offset: true });
const blocked = z
  .array(z.strictObject({ currency: z.string().nullable(), amount: money, records: z.int() }))
  .meta({ id: 'BlockedMoney', description: 'One a currency; currencies are never added up.' });
const total = z.strictObject({ records: z.int(), money: blocked }).meta({ id: 'RecordTotal' });
const about = z
  .strictObject({ type: z.string(), name: z.string().nullable(), id: z.string().nullable() })
  .nullable()
  .meta({ description: 'What its messages are about, as far as they tell.' });

const fields = {
  id: z.uuid(),
  title: z.string(),
  cause: z.enum(CAUSES),
  isGuess: z.boolean().meta({ description: 'True when no diagnosis of its messages is sure.' }),
  about,
  connection: z
    .strictObject({ id: z.uuid(), ledger: z.enum(['qbo', 'xero']), companyId: z.string(), companyName: z.string() })
    .nullable(),
  state: z.enum(PROBLEM_STATES).meta({
    description: 'waiting: all its records were put back to Pending and wait for their next attempt.',
  }),
  assignedTo: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
  dueOn: z.iso.date().nullable(),
  muted: z
    .strictObject({
      until: z.iso.date().nullable(),
      above: z.strictObject({ amount: money, currency: z.string() }).nullable(),
      byName: z.string(),
    })
    .nullable(),
  figures: z.strictObject({
    failed: z.int(),
    waiting: z.int().meta({ description: 'Put back to Pending since they failed, and not tried again yet.' }),
    kinds: z.array(z.strictObject({ kind: z.enum(KINDS), failed: z.int(), waiting: z.int() })),
    money: blocked,
    oldestOn: z.iso.date().nullable(),
    oldestFailedAt: instant.nullable(),
  }),
  trend: z.array(z.int()).meta({ description: 'Failed attempts a day of the last 14 days; the last one is today.' }),
  firstSeenAt: instant,
  lastSeenAt: instant,
  openedAt: instant,
  solvedAt: instant.nullable(),
  solvedHow: z.enum(SOLVED_HOW).nullable(),
  reopenedCount: z.int(),
  version: z.int(),
};

const solution = z
  .strictObject({
    id: z.uuid(),
    problemId: z.uuid(),
    about,
    isSame: z.boolean().meta({ description: 'Of this very problem, not of another one of the same cause.' }),
    openedAt: instant,
    solvedAt: instant,
    how: z.enum(SOLVED_HOW),
    solvedByName: z.string(),
    note: z.string().nullable(),
    proof: z.strictObject({
      completed: total.meta({ description: 'Completed by a sync job: these alone prove that the ledger took them.' }),
      lastAttemptAt: instant.nullable(),
      sample: z
        .array(
          z.strictObject({
            id: z.uuid(),
            kind: z.enum(KINDS),
            number: z.string().nullable(),
            amount: money.nullable(),
            currency: z.string().nullable(),
            referenceNumber: z.string().nullable(),
            syncedAt: instant,
          }),
        )
        .meta({ description: 'Up to 50 of the completed ones.' }),
      byHand: total,
      excluded: total,
      elsewhere: total.meta({ description: 'They fail, or wait, for another reason now.' }),
      left: total.meta({ description: 'Still failed when a person said that it is solved.' }),
    }),
    done: z.strictObject({
      notes: z.array(z.strictObject({ at: instant, byName: z.string(), text: z.string() })),
      ledgerChanges: z.array(
        z.strictObject({
          at: instant,
          type: z.string(),
          name: z.string(),
          what: z.string(),
          before: z.unknown(),
          after: z.unknown(),
        }),
      ),
      putBacks: z.array(z.strictObject({ at: instant, byName: z.string(), records: z.int() })),
    }),
  })
  .meta({ id: 'FailureProblemSolution' });

/** A page of failures by cause and object. */
export const problemsAnswer = z
  .strictObject({
    problems: z.array(z.strictObject(fields).meta({ id: 'FailureProblem' })),
    nextCursor: z.string().nullable(),
    states: z
      .record(z.enum(PROBLEM_STATES), z.int())
      .meta({ description: 'How many of each state match the other parts of the query.' }),
    unexplained: total.meta({ description: 'Failed records of no problem: their attempts told no reason.' }),
    gatheredAt: instant.nullable().meta({ description: 'When the figures were gathered.' }),
  })
  .meta({ id: 'FailureProblemPage' });

/** One of them whole. */
export const problemDetailAnswer = z
  .strictObject({
    ...fields,
    messages: z
      .array(
        z.strictObject({
          messageId: z.uuid(),
          errorCode: z.string().nullable(),
          message: z.string().meta({ description: 'The exact words.' }),
          isAssigned: z.boolean(),
          failed: z.int(),
          waiting: z.int(),
        }),
      )
      .meta({ description: 'The 20 that most records have.' }),
    furtherMessages: z.int(),
    events: z.array(
      z.strictObject({
        id: z.uuid(),
        at: instant,
        actor: z.strictObject({ type: z.enum(['person', 'api_key', 'hook', 'job']), name: z.string() }),
        action: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        note: z.string().nullable(),
      }),
    ),
    solution: solution.nullable().meta({ description: 'Of a solved one: what proved it.' }),
    workedBefore: z.array(solution).meta({ description: 'Earlier solutions: of this very problem first.' }),
  })
  .meta({ id: 'FailureProblemDetail' });
