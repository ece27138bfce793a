import { Button, buttonClass } from '#components/ui/button.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import styles from '../bulk-page.module.css';

type StepLinksProps = { label: string; previousHref: string | null; nextHref: string | null };

/** The ways to the neighbouring pages; nothing where one page holds all. */
export function StepLinks({ label, previousHref, nextHref }: StepLinksProps) {
  if (previousHref === null && nextHref === null) return null;
  return (
    <nav className={styles.steps} aria-label={label}>
      <Step href={previousHref} rel="prev" text="Previous" />
      <Step href={nextHref} rel="next" text="Next" />
    </nav>
  );
}

function Step({ href, rel, text }: { href: string | null; rel: 'prev' | 'next'; text: string }) {
  if (href === null) return <Button disabled>{text}</Button>;
  return (
    <SoftLink className={buttonClass} data-kind="normal" href={href} rel={rel}>
      {text}
    </SoftLink>
  );
}
