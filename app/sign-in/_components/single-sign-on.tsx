import { Button } from '#components/ui/button.tsx';
import { continueWithSingleSignOn } from '../actions.ts';
import styles from '../sign-in.module.css';

type SingleSignOnProps = {
  providerName: string;
  next: string | null;
  /** Whether somebody else is wanted than whom the provider remembers. */
  isSwitching: boolean;
};

/** The way in through the business's own provider. */
export function SingleSignOn({ providerName, next, isSwitching }: SingleSignOnProps) {
  return (
    <form action={continueWithSingleSignOn} className={styles.signOn}>
      <span className={styles.or}>or</span>
      <input type="hidden" name="next" value={next ?? ''} />
      <input type="hidden" name="switch" value={isSwitching ? '1' : ''} />
      <Button type="submit" className={styles.wide}>
        Continue with {providerName}
      </Button>
    </form>
  );
}
