import type { Ctx } from '#lib/access/context.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { SyncStatus } from './kinds.ts';

/** What of a message is looked at; what a refusal is about stands at its beginning. */
const MESSAGE_MAX = 2000;

/** Words and codes of a link that is not honoured, or may not do this. */
const AUTHORISATION = [
  'token( (is|has|was))?( been)? (expired|revoked|invalid|rejected)',
  '(expired|revoked|invalid|incorrect)( or invalid)? (access |refresh )?token',
  'tokenexpired|token_expired|invalid_grant|invalid_token|invalid_client',
  'unauthori[sz]ed|authenti(cation|fication) ?(has )?(failed|unsuccessful|error)|auth(entication)? expired',
  'authori[sz]ation ?(has )?(failed|unsuccessful|error)|not authori[sz]ed|authorisationunsuccessful',
  're-?(connect|authenticate|authori[sz]e)|disconnected|connection (was|has been|is) (revoked|removed|ended|lost)',
  'access (was |has been |is )?(revoked|denied)|do(es)? not have access|sufficient (scope|permission)|not permitted',
  '(code|status|http|error)\\D{0,12}(401|403|3200|3202|3100|003200|003100)\\M',
];
const PLAN = [
  'subscription|trial (period )?(has |is )?(ended|expired|over)|invalid company status',
  'not included in (your|the|this) (subscription|plan)|plan (does not|doesn.t)|upgrade (your|the) (plan|subscription)',
  'limit of (invoices|bills)|(invoice|bill) limit',
  '(code|status|error)\\D{0,12}(6190|7001|5020|5030)\\M',
];
const PROVIDER = [
  'internal ?server ?error|service (is |was )?(temporarily )?unavailable|serviceunavailable|bad gateway',
  'gateway time-?out|timed? ?out|maintenance|econn(reset|refused)|etimedout|enotfound|connection (error|refused|reset)',
  '(code|status|http|error)\\D{0,12}(500|502|503|504)\\M|<html',
];
const QUOTA = ['rate.?limit|too many requests|throttl|quota|(code|status|http|error)\\D{0,12}429\\M'];
const PERIOD = ['(period|books?|date).{0,60}(closed|locked)|(closed|lock(ed)?).{0,30}(period|date|books?)|6200|6210'];

/** Which failures an outage that a check found explains. */
const EXPLAINED: readonly (readonly [checks: readonly string[], words: readonly string[]])[] = [
  [
    ['authorised', 'expiry', 'right_company', 'permissions', 'job_link', 'proof_of_life'],
    [...AUTHORISATION, ...PROVIDER],
  ],
  [['plan'], PLAN],
  [['quota'], QUOTA],
  [['closed_periods'], PERIOD],
];

/** Where nothing gets through, what is pending waits for the end of it; other trouble stops some records alone. */
const HOLDING_BACK = ['authorised', 'right_company', 'permissions', 'plan', 'job_link', 'proof_of_life'];

/**
 * The conditions that a record of one status failed, or waited, because of an outage: its last attempt, by a job, lies
 * within it and was refused for what the outage is about; or it has been pending since before its end. Tieout's own link
 * holds nothing back, since sync jobs have theirs. A record that names no connection counts where there is only one.
 */
export function outageConditions(ctx: Ctx, outageId: string, status: SyncStatus): Prisma.Sql[] {
  const ofOutage = (value: Prisma.Sql) =>
    Prisma.sql`(SELECT ${value} FROM connection_outage o WHERE o.tenant_id = ${ctx.tenantId}::uuid AND o.id = ${outageId}::uuid)`;
  const isBeforeEnd = Prisma.sql`r.list_date < ${ofOutage(Prisma.sql`coalesce(o.ended_at, 'infinity')`)}`;
  const isOfConnection = Prisma.sql`(r.connection_id = ${ofOutage(Prisma.sql`o.connection_id`)} OR r.connection_id IS NULL
    AND (SELECT count(*) = 1 FROM connection c WHERE c.tenant_id = ${ctx.tenantId}::uuid))`;
  switch (status) {
    case 'failed':
      return [
        Prisma.sql`r.list_date >= ${ofOutage(Prisma.sql`o.began_at`)}`,
        isBeforeEnd,
        isOfConnection,
        Prisma.sql`NOT r.is_by_hand`,
        Prisma.sql`concat_ws(' ', 'code', r.error_code, left(r.error_message, ${MESSAGE_MAX}::int)) ~* ${ofOutage(EXPLAINED_WORDS)}`,
      ];
    case 'pending':
      return [
        isBeforeEnd,
        isOfConnection,
        ofOutage(Prisma.sql`o.matter <> 'own_link' AND o.check_name = ANY (${HOLDING_BACK}::text[])`),
      ];
    case 'complete':
      return [Prisma.sql`false`];
    default:
      return status satisfies never;
  }
}

const EXPLAINED_WORDS = Prisma.sql`CASE ${Prisma.join(
  EXPLAINED.map(
    ([checks, words]) => Prisma.sql`WHEN o.check_name = ANY (${[...checks]}::text[]) THEN ${words.join('|')}`,
  ),
  ' ',
)} END`;
