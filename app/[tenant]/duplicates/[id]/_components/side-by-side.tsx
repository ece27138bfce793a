import type { ReactNode } from 'react';
import { CalendarDay } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { toAmount } from '#lib/core/money.ts';
import type { Duplicate, Member, Side, SideUse } from '#lib/duplicates/duplicate-contract.ts';
import { ledgerLink } from '#lib/duplicates/duplicate-words.ts';
import { LEDGER_WORDS } from '#lib/ledgers/ledger-names.ts';
import { Sums } from '../../../connections/[id]/_components/sums.tsx';
import styles from '../../../connections/[id]/lists.module.css';
import own from '../../_components/duplicates.module.css';

type SideBySideProps = { tenant: string; duplicate: Duplicate; formats: Formats };
type Field = { label: string; of: (side: Side) => string | null; show?: (side: Side) => ReactNode };

/** Those that look alike in columns, a row for each thing they are compared by, with what differs marked. */
export function SideBySide({ tenant, duplicate, formats }: SideBySideProps) {
  const { members, ledger, environment, kind, subject } = duplicate;
  const titles = titlesOf(members);
  const fields = fieldsOf(duplicate, formats).filter(({ of }) => members.some(({ side }) => of(side) !== null));
  return (
    <table className={own.compared}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Compared by</span>
          </th>
          {members.map(({ side }) => {
            const address =
              ledger === null || environment === null || subject === 'record' || side.isGone
                ? null
                : ledgerLink(ledger, environment, { kind, key: side.key });
            return (
              <th key={side.key} scope="col">
                {titles.get(side.key)}
                {address === null || ledger === null ? null : (
                  <a className={own.outside} href={address} target="_blank" rel="noreferrer">
                    Open in {LEDGER_WORDS[ledger].name}
                    <span className="visually-hidden">, in a new window</span>
                  </a>
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow key={field.label} field={field} members={members} titles={titles} />
        ))}
        <tr>
          <th scope="row">{subject === 'contact' ? 'Records that use it' : 'Records of Tieout'}</th>
          {members.map((member) => (
            <td key={member.side.key} data-label={titles.get(member.side.key)}>
              {subject === 'contact' ? (
                <Uses tenant={tenant} uses={member.uses} formats={formats} />
              ) : (
                <Records tenant={tenant} member={member} />
              )}
            </td>
          ))}
        </tr>
        {subject === 'contact' ? null : (
          <tr>
            <th scope="row">Payments linked</th>
            {members.map((member) => (
              <td key={member.side.key} data-label={titles.get(member.side.key)}>
                <Payments tenant={tenant} member={member} formats={formats} />
              </td>
            ))}
          </tr>
        )}
      </tbody>
    </table>
  );
}

function fieldsOf({ subject }: Duplicate, formats: Formats): Field[] {
  const status: Field = { label: 'Status', of: ({ status: said }) => said };
  if (subject === 'contact') {
    return [
      { label: 'Name', of: ({ name }) => name || null },
      { label: 'E-mail', of: ({ email }) => email },
      { label: 'Telephone', of: ({ phone }) => phone },
      { label: 'Tax number', of: ({ taxNumber }) => taxNumber },
      { label: 'Number', of: ({ code }) => code },
      { label: 'Currency', of: ({ currency }) => currency },
      status,
    ];
  }
  return [
    { label: 'Number', of: ({ name }) => name || null },
    { label: 'Party', of: ({ party }) => party },
    {
      label: 'Total',
      of: ({ amount, currency }) => (amount === null ? null : `${amount} ${currency}`),
      show: ({ amount, currency }) => (
        <Money amount={amount === null ? null : toAmount(amount)} currency={currency} locale={formats.locale} />
      ),
    },
    {
      label: 'Date',
      of: ({ documentDate }) => documentDate,
      show: ({ documentDate }) => (documentDate === null ? null : <CalendarDay day={documentDate} formats={formats} />),
    },
    { label: 'Reference', of: ({ code }) => code },
    { label: 'E-mail', of: ({ email }) => email },
    status,
  ];
}

type FieldRowProps = { field: Field; members: readonly Member[]; titles: ReadonlyMap<string, string> };

/** What differs is said by a word and a sign, in the head of its row; what one side lacks contradicts nothing. */
function FieldRow({ field: { label, of, show }, members, titles }: FieldRowProps) {
  const values = members.map(({ side }) => of(side));
  const told = values.filter((value) => value !== null);
  const isSame = told.every((value) => value === told[0]);
  const isWhole = told.length === values.length;
  return (
    <tr>
      <th scope="row">
        {label}
        <br />
        <span className={own.mark} data-tone={isSame ? 'same' : 'differs'}>
          {isSame && !isWhole ? null : <Icon name={isSame ? 'complete' : 'warning'} />}
          {isSame ? (isWhole ? 'the same' : 'on one side only') : 'differs'}
        </span>
      </th>
      {members.map(({ side }) => (
        <td key={side.key} data-label={titles.get(side.key)} data-differs={!isSame}>
          {of(side) === null ? <span className={own.none}>none</span> : (show?.(side) ?? of(side))}
        </td>
      ))}
    </tr>
  );
}

const TABS = { payer: 'invoices', billing_org: 'bills' } as const;

function Uses({ tenant, uses, formats }: { tenant: string; uses: readonly SideUse[]; formats: Formats }) {
  if (uses.length === 0) return <span className={own.none}>no name on records goes with it</span>;
  return (
    <div className={own.uses}>
      {uses.map(({ party, name, records, openRecords, openMoney }) => {
        const query = new URLSearchParams({
          status: 'all',
          from: 'any',
          [party === 'payer' ? 'payer' : 'org']: name.trim(),
        });
        return (
          <div key={`${party} ${name}`}>
            <SoftLink href={`/${tenant}/history/${TABS[party]}?${query}`}>{name}</SoftLink>
            <span className={styles.aside}>
              {formatCount(records, formats.locale)} {records === 1 ? 'record' : 'records'},{' '}
              {formatCount(openRecords, formats.locale)} pending or failed
            </span>
            <Sums sums={openMoney} locale={formats.locale} />
          </div>
        );
      })}
    </div>
  );
}

function Records({ tenant, member: { records } }: { tenant: string; member: Member }) {
  if (records.length === 0) return <>Typed by hand: no record says that a sync job wrote it</>;
  return (
    <div className={own.uses}>
      {records.map(({ id, number, sourceName }) => (
        <div key={id}>
          <SoftLink href={`/${tenant}/records/${id}`}>{number}</SoftLink>
          <span className={styles.aside}>from {sourceName}</span>
        </div>
      ))}
    </div>
  );
}

type PaymentsProps = { tenant: string; member: Member; formats: Formats };

function Payments({ tenant, member: { side, payments }, formats }: PaymentsProps) {
  if (payments.length === 0) return <span className={own.none}>none</span>;
  return (
    <div className={own.uses}>
      {payments.map(({ number, amount, recordId }) => (
        <div key={`${recordId} ${number} ${amount}`}>
          {recordId === null ? (
            (number ?? 'Payment')
          ) : (
            <SoftLink href={`/${tenant}/records/${recordId}`}>{number}</SoftLink>
          )}
          {amount === null ? null : (
            <span className={styles.aside}>
              <Money amount={toAmount(amount)} currency={side.currency} locale={formats.locale} />
            </span>
          )}
        </div>
      ))}
      <span className={own.mark} data-tone="differs">
        <Icon name="warning" />
        Do not delete
      </span>
    </div>
  );
}

/** What heads a column; two of one name are told apart by their places. */
function titlesOf(members: readonly Member[]): Map<string, string> {
  const names = members.map(({ side: { key, name } }) => (name === '' ? `Without a number (${key})` : name));
  const isTold = new Set(names).size === names.length;
  return new Map(members.map(({ side }, place) => [side.key, `${names[place]}${isTold ? '' : ` · ${place + 1}`}`]));
}
