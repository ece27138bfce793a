import { Section } from '#components/record/section.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { LIST_WORDS } from '#lib/ledger-lists/list-contract.ts';
import type {
  ProblemCheck as Check,
  ProblemCheckState,
  PutBackProgress,
  VerdictGroup,
} from '#lib/problem-checks/check-contract.ts';
import styles from '../problem-check.module.css';
import { CheckAct, PutBackAct, PutBackAllAct } from './check-acts.tsx';

type ProblemCheckProps = {
  tenant: string;
  problemId: string;
  state: ProblemCheckState;
  canWork: boolean;
  formats: Formats;
};

/** After the fix: whether the records will pass now, putting back those that will, and what became of them. */
export function ProblemCheck({ tenant, problemId, state, canWork, formats }: ProblemCheckProps) {
  const { canTell, failed, check } = state;
  const { locale } = formats;
  if (check === null && failed === 0) return null;
  const own = { tenant, problemId };
  const count = formatCount(failed, locale);
  return (
    <Section level={2} title="Is it fixed?">
      <div className={styles.check} aria-live="polite">
        {canTell ? null : <p>Nothing that can be read of the ledger tells whether this is over.</p>}
        {check === null && canTell ? (
          <p>Once it is fixed in the ledger, check: its lists are read anew, and each record is held against them.</p>
        ) : null}
        {check === null ? null : <CheckResult check={check} formats={formats} />}
        {check?.putBack == null ? null : <Progress tenant={tenant} progress={check.putBack} locale={locale} />}
        {!canWork || check?.state === 'waiting' ? null : (
          <div className={styles.acts}>
            {check === null || check.putBack !== null ? null : <PutBack {...own} check={check} locale={locale} />}
            {canTell && failed > 0 ? (
              <CheckAct {...own} label={check === null ? 'Check' : 'Check again'} isFirst={check === null} />
            ) : null}
            {!canTell && failed > 0 ? (
              <PutBackAllAct
                {...own}
                label={failed === 1 ? 'Put it back, not checked' : `Put back all ${count}, not checked`}
              />
            ) : null}
          </div>
        )}
      </div>
    </Section>
  );
}

/** What will pass goes first; what is not known is put back by whoever has looked at it in the ledger. */
function PutBack({ check, locale, ...own }: { tenant: string; problemId: string; check: Check; locale: string }) {
  const { will_pass: passing, not_known: unknown } = check.counts;
  if (passing > 0) {
    const label = `Put ${formatCount(passing, locale)} back to Pending`;
    return <PutBackAct {...own} checkId={check.id} verdict="will_pass" label={label} />;
  }
  if (unknown === 0) return null;
  const label = unknown === 1 ? 'Put it back, not known' : `Put back the ${formatCount(unknown, locale)} not known`;
  return <PutBackAct {...own} checkId={check.id} verdict="not_known" label={label} />;
}

function CheckResult({ check, formats }: { check: Check; formats: Formats }) {
  const { locale } = formats;
  const when = (
    <span className={styles.quiet}>
      {check.requestedBy}, <DateTime instant={check.endedAt ?? check.requestedAt} formats={formats} />
    </span>
  );
  if (check.state === 'waiting') {
    const lists = check.lists.map((type) => LIST_WORDS[type].many.toLowerCase()).join(', ');
    return (
      <p>
        {lists === '' ? 'The ledger is being asked…' : `The ledger is being read: ${lists}…`} {when}
      </p>
    );
  }
  const { counts, groups, unread, further } = check;
  const total = counts.will_pass + counts.will_fail + counts.may_fail + counts.not_known;
  return (
    <>
      <p>
        <strong>
          {formatCount(counts.will_pass, locale)} of {formatCount(total, locale)} will pass
        </strong>{' '}
        {when}
      </p>
      {groups.length === 0 ? null : (
        <ul className={styles.groups}>
          {groups.map((group) => (
            <li key={`${group.verdict} ${group.words}`}>
              {formatCount(group.records, locale)} {VERDICT[group.verdict]}
              {group.words === null ? '.' : `: ${group.words}`}
            </li>
          ))}
        </ul>
      )}
      {unread === null ? null : <p className={styles.quiet}>{unread}</p>}
      {further === 0 ? null : (
        <p className={styles.quiet}>{formatCount(further, locale)} more were not looked at; check again after these.</p>
      )}
    </>
  );
}

const VERDICT: Record<VerdictGroup['verdict'], string> = {
  will_pass: 'will pass',
  will_fail: 'will fail again',
  may_fail: 'may fail again',
  not_known: 'not known',
};

function Progress({ tenant, progress, locale }: { tenant: string; progress: PutBackProgress; locale: string }) {
  const { operationId, total, completed, failedSame, failedOther, waiting, returned, undoableUntil } = progress;
  const say = (count: number) => formatCount(count, locale);
  const parts = [
    { count: completed, words: 'complete' },
    { count: failedSame, words: 'failed again for the same cause' },
    { count: failedOther, words: 'failed for another cause' },
    { count: waiting, words: 'pending, not tried yet' },
    { count: returned, words: 'taken back by a person' },
  ].filter(({ count }) => count > 0);
  return (
    <p>
      Of {say(total)} put back: {parts.map(({ count, words }) => `${say(count)} ${words}`).join(', ')}.{' '}
      <SoftLink href={`/${tenant}/bulk/${operationId}`}>
        {undoableUntil === null ? 'The change' : 'The change, where it can be undone'}
      </SoftLink>
    </p>
  );
}
