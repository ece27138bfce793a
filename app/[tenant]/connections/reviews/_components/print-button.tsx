'use client';

import { Button } from '#components/ui/button.tsx';
import styles from './reviews.module.css';

/** Prints the page, which leaves out what is no part of the review. */
export function PrintButton() {
  return (
    <Button className={styles.print} onClick={() => window.print()}>
      Print
    </Button>
  );
}
