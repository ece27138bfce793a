import { formatCount } from '#components/sync/format-money.ts';
import { formatDay } from '#components/sync/format-time.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { InboxFigure, Overview } from '#lib/overview/overview-contract.ts';
import { KIND_LABEL } from '#lib/records/kinds.ts';
import type { RecordCount } from '#lib/records/list-contract.ts';
import styles from './overview.module.css';
import type { OverviewLinks } from './overview-links.ts';

type OutsideFiguresProps = { overview: Overview; links: OverviewLinks; locale: string };

/** What the period's documents do not tell: what came in without a record, what has no date, and what is older. */
export function OutsideFigures({ overview, links, locale }: OutsideFiguresProps) {
  const { kinds, inbox, period } = overview;
  const from = formatDay(period.from, locale);
  const older = kinds.flatMap(({ kind, failedBefore, pendingBefore }) => [
    { count: failedBefore, href: links.before(kind, 'failed'), name: `failed ${KIND_LABEL[kind].many.toLowerCase()}` },
    {
      count: pendingBefore,
      href: links.before(kind, 'pending'),
      name: `pending ${KIND_LABEL[kind].many.toLowerCase()}`,
    },
  ]);
  const undated = kinds.map(({ kind, undated: count }) => ({
    count,
    href: links.undated(kind),
    name: KIND_LABEL[kind].many.toLowerCase(),
  }));
  return (
    <dl className={styles.outside}>
      <InboxLine
        id="unmatched"
        name="Attempts without a record"
        hint="A job tried to write documents that nobody has sent. By the day of the attempt."
        figure={inbox.unmatched}
        hrefOf={(when) => links.inbox('unmatched', when)}
        from={from}
        locale={locale}
      />
      <InboxLine
        id="rejected"
        name="Rejected items"
        hint="What a call refused, and is not corrected or dismissed. By the day it was last sent."
        figure={inbox.rejected}
        hrefOf={(when) => links.inbox('rejected', when)}
        from={from}
        locale={locale}
      />
      <InboxLine
        id="payloads"
        name="Hook payloads"
        hint="What hooks received and could not be mapped or matched. By the day it came."
        figure={inbox.payloads}
        hrefOf={(when) => links.inbox('payloads', when)}
        from={from}
        locale={locale}
      />
      <CountLine
        name={`Open from before ${from}`}
        hint="Failed or pending documents of earlier dates."
        parts={older}
        locale={locale}
      />
      <CountLine
        name="No document date"
        hint="These are in no month until their source system tells the date."
        parts={undated}
        locale={locale}
      />
    </dl>
  );
}

type CountLineProps = {
  name: string;
  hint: string;
  parts: { count: RecordCount; href: string; name: string }[];
  locale: string;
};

function CountLine({ name, hint, parts, locale }: CountLineProps) {
  const some = parts.filter(({ count }) => count.count > 0);
  return (
    <div>
      <dt>
        {name} <span className={styles.hint}>{hint}</span>
      </dt>
      <dd className={styles.parts}>
        {some.length === 0 ? <span className={styles.zero}>0</span> : null}
        {some.map((part) => (
          <SoftLink key={part.href} href={part.href}>
            {formatCount(part.count.count, locale, part.count.isExact)} {part.name}
          </SoftLink>
        ))}
      </dd>
    </div>
  );
}

type InboxLineProps = {
  id: string;
  name: string;
  hint: string;
  figure: InboxFigure;
  hrefOf: (when: 'inPeriod' | 'before') => string;
  from: string;
  locale: string;
};

function InboxLine({ id, name, hint, figure: { inPeriod, before }, hrefOf, from, locale }: InboxLineProps) {
  const words = ({ count, isExact }: RecordCount) => formatCount(count, locale, isExact);
  return (
    <div id={id}>
      <dt>
        {name} <span className={styles.hint}>{hint}</span>
      </dt>
      <dd className={styles.parts}>
        {inPeriod.count === 0 ? (
          <span className={styles.zero}>0</span>
        ) : (
          <SoftLink href={hrefOf('inPeriod')}>{words(inPeriod)} in this period</SoftLink>
        )}
        {before.count === 0 ? null : (
          <SoftLink href={hrefOf('before')}>
            {words(before)} before {from}
          </SoftLink>
        )}
      </dd>
    </div>
  );
}
