import { Icon, type IconName } from '#components/ui/icon.tsx';
import styles from './webhooks.module.css';

type StandingProps = { label: string; icon: IconName; tone: 'good' | 'bad' | 'waiting' | 'quiet' };

/** How something does: a mark, a word and a colour. */
export function Standing({ label, icon, tone }: StandingProps) {
  return (
    <span className={styles.standing} data-tone={tone}>
      <Icon name={icon} />
      {label}
    </span>
  );
}
