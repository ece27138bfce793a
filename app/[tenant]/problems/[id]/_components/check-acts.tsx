'use client';

import { useRouter } from 'next/navigation';
import { ActForm } from '#components/ui/act-form.tsx';
import { checkProblem, putBackAll, putBackPassing, putBackUnknown } from '../check-actions.ts';

type CheckActProps = { tenant: string; problemId: string; label: string };

/** Asks for the check. */
export function CheckAct({ tenant, problemId, label, isFirst }: CheckActProps & { isFirst: boolean }) {
  return (
    <ActForm
      submit={label}
      pending="Asking…"
      kind={isFirst ? 'primary' : 'normal'}
      act={() => checkProblem(tenant, problemId)}
      onDone={() => undefined}
    >
      {() => null}
    </ActForm>
  );
}

/** Puts back what will pass; or what is not known. */
export function PutBackAct({
  tenant,
  problemId,
  checkId,
  verdict,
  label,
}: CheckActProps & { checkId: string; verdict: 'will_pass' | 'not_known' }) {
  const putBack = verdict === 'will_pass' ? putBackPassing : putBackUnknown;
  return (
    <ActForm
      submit={label}
      pending="Putting back…"
      act={() => putBack(tenant, problemId, checkId)}
      onDone={() => undefined}
    >
      {() => null}
    </ActForm>
  );
}

/** Puts all of it back without a check; the change is shown where it can be undone. */
export function PutBackAllAct({ tenant, problemId, label }: CheckActProps) {
  const router = useRouter();
  return (
    <ActForm
      submit={label}
      pending="Putting back…"
      act={() => putBackAll(tenant, problemId)}
      onDone={(operationId) => router.push(`/${tenant}/bulk/${operationId}`)}
    >
      {() => null}
    </ActForm>
  );
}
