'use client';

import { ActButton } from '../../../connections/[id]/_components/act-button.tsx';
import { lookAgain } from '../../actions.ts';

/** Takes back that it is no duplicate. */
export function LookAgain({ tenant, ids }: { tenant: string; ids: string[] }) {
  return (
    <div>
      <ActButton
        label="Look again"
        pending="Taking back…"
        done="It is under duplicates again."
        act={() => lookAgain(tenant, ids)}
      />
    </div>
  );
}
