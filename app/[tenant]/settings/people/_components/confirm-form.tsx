import type { ReactNode } from 'react';
import { ActForm } from '#components/ui/act-form.tsx';
import type { Outcome } from '#lib/http/action-outcome.ts';

type ConfirmFormProps = {
  submit: string;
  pending: string;
  act: () => Promise<Outcome<unknown>>;
  onCancel: () => void;
  onDone: () => void;
  /** What will follow. */
  children: ReactNode;
};

/** Says what will follow, and does it when told so. */
export function ConfirmForm({ children, act, ...rest }: ConfirmFormProps) {
  return (
    <ActForm {...rest} act={() => act()}>
      {() => children}
    </ActForm>
  );
}
