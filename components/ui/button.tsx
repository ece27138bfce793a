import type { ButtonHTMLAttributes, Ref } from 'react';
import styles from './button.module.css';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: 'normal' | 'quiet' | 'primary';
  isSquare?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** The one button. Not a submit button unless it says so. */
export function Button({ kind = 'normal', isSquare = false, type = 'button', className, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={className === undefined ? styles.button : `${styles.button} ${className}`}
      data-kind={kind}
      data-is-square={isSquare}
    />
  );
}

/** The same looks for a link. */
export const buttonClass = styles.button;
