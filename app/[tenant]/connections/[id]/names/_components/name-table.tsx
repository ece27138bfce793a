import { formatCount } from '#components/sync/format-money.ts';
import { Icon, type IconName } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { NameMatch, NameOutcome, Party } from '#lib/comparisons/comparison-contract.ts';
import { REASON_WORDS, suggestionFor } from '#lib/comparisons/suggestion.ts';
import type { Ledger } from '#lib/ledgers/ledger-names.ts';
import { Sums } from '../../_components/sums.tsx';
import styles from '../../lists.module.css';

export const OUTCOME_WORDS: Record<NameOutcome, string> = {
  missing: 'Missing',
  inactive: 'Inactive',
  near: 'Near',
  differs: 'Differs',
  exact: 'The same',
};

const MARKS: Record<NameOutcome, { icon: IconName; tone: string }> = {
  missing: { icon: 'failed', tone: 'bad' },
  inactive: { icon: 'excluded', tone: 'bad' },
  near: { icon: 'warning', tone: 'waiting' },
  differs: { icon: 'warning', tone: 'waiting' },
  exact: { icon: 'complete', tone: 'good' },
};

const TABS: Record<Party, { tab: string; words: string }[]> = {
  payer: [
    { tab: 'invoices', words: 'Invoices' },
    { tab: 'invoice-payments', words: 'Payments' },
  ],
  billing_org: [
    { tab: 'bills', words: 'Bills' },
    { tab: 'bill-payments', words: 'Payments' },
  ],
};

type NameTableProps = { tenant: string; ledger: Ledger; matches: readonly NameMatch[]; locale: string };

/** Names on records, the contact that each goes with, what depends on it, and what to do. */
export function NameTable({ tenant, ledger, matches, locale }: NameTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Name on records</th>
          <th scope="col">In the ledger</th>
          <th scope="col">E-mail</th>
          <th scope="col">Pending and failed</th>
          <th scope="col">What to do</th>
        </tr>
      </thead>
      <tbody>
        {matches.map((match) => (
          <tr key={`${match.party} ${match.name}`}>
            <td>
              <span className={styles.name}>{match.name}</span>
              <span className={styles.aside}>{match.party === 'payer' ? 'Payer' : 'Billing organisation'}</span>
            </td>
            <td>
              <ContactCell match={match} />
            </td>
            <td className={styles.email}>
              <EmailCell match={match} />
            </td>
            <td className={styles.figures} data-label="Pending and failed">
              <RecordsCell tenant={tenant} match={match} locale={locale} />
            </td>
            <td className={styles.advice}>{suggestionFor(ledger, match) ?? 'Nothing.'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ContactCell({ match }: { match: NameMatch }) {
  const { outcome, reasons, contactName, contactType } = match;
  const { icon, tone } = MARKS[outcome];
  return (
    <>
      <span className={styles.word} data-tone={tone}>
        <Icon name={icon} />
        {OUTCOME_WORDS[outcome]}
      </span>
      {contactName === null || outcome === 'exact' ? null : (
        <span className={styles.aside}>
          {contactName}
          {reasons.includes('other_list') ? `, a ${contactType ?? 'contact'}` : null}
        </span>
      )}
      {reasons.length === 0 || outcome === 'exact' ? null : (
        <span className={styles.aside}>by {reasons.map((reason) => REASON_WORDS[reason]).join(', ')}</span>
      )}
    </>
  );
}

function EmailCell({ match: { email, contactEmail, emailOutcome } }: { match: NameMatch }) {
  switch (emailOutcome) {
    case 'same':
      return <>The same</>;
    case 'differs':
      return (
        <>
          <span className={styles.word} data-tone="waiting">
            <Icon name="warning" />
            Differs
          </span>
          <span className={styles.aside}>records: {email}</span>
          <span className={styles.aside}>ledger: {contactEmail}</span>
        </>
      );
    case 'none_in_ledger':
      return <span className={styles.aside}>none in the ledger; records: {email}</span>;
    case 'none_on_records':
      return <span className={styles.aside}>none on records</span>;
    case 'no_contact':
      return email === null ? <span className={styles.aside}>–</span> : email;
    default:
      return emailOutcome satisfies never;
  }
}

function RecordsCell({ tenant, match, locale }: { tenant: string; match: NameMatch; locale: string }) {
  const { party, name, openRecords, records, openMoney } = match;
  const query = new URLSearchParams({ status: 'all', from: 'any', [party === 'payer' ? 'payer' : 'org']: name.trim() });
  return (
    <>
      {formatCount(openRecords, locale)} of {formatCount(records, locale)}
      <Sums sums={openMoney} locale={locale} />
      {TABS[party].map(({ tab, words }, place) => (
        <span key={tab}>
          {place === 0 ? null : ' · '}
          <SoftLink href={`/${tenant}/history/${tab}?${query}`} aria-label={`${words} of ${name}`}>
            {words}
          </SoftLink>
        </span>
      ))}
    </>
  );
}
