import type { IconName } from '#components/ui/icon.tsx';
import type { CheckMatter, CheckName, CheckState } from '#lib/checks/check-contract.ts';

/** How people call each check. */
export const CHECK_LABEL: Record<CheckName, string> = {
  authorised: 'Authorised',
  expiry: 'Days until it ends',
  right_company: 'Right company',
  permissions: 'Permissions',
  plan: 'Plan',
  closed_periods: 'Closed periods',
  quota: 'Calls left',
  job_link: 'Sync job’s link',
  proof_of_life: 'Signs of life',
  reference_data: 'Accounts, items and codes',
  contacts: 'Names and e-mails',
  sync_schedule: 'Schedule',
};

/** A state by word, icon and tone: never by colour alone. */
export const STATE_WORDS: Record<CheckState, { word: string; icon: IconName }> = {
  ok: { word: 'Fine', icon: 'complete' },
  warning: { word: 'Look at it', icon: 'warning' },
  broken: { word: 'Broken', icon: 'failed' },
  not_checked: { word: 'Not checked', icon: 'excluded' },
  not_known: { word: 'Not known', icon: 'unknown' },
};

/** Whose matter something is, and what that means. */
export const MATTER_WORDS: Record<CheckMatter, { title: string; lead: string }> = {
  company: { title: 'The company', lead: 'Settled in the ledger, by whoever keeps the books there.' },
  own_link: { title: 'Tieout’s own link', lead: 'What Tieout reads with. An admin settles it here.' },
  job_link: {
    title: 'The sync job’s link',
    lead: 'Another app’s token. Tieout knows of it what the job reports, and how its tries end.',
  },
};

/** Gives the label of a check, with the source that it is about. */
export function labelOf(check: CheckName, subject: string): string {
  return subject === '' ? CHECK_LABEL[check] : `${CHECK_LABEL[check]}: ${subject}`;
}
