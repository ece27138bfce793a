import type { ReactNode } from 'react';
import { STATE_LABEL } from '#components/bulk/bulk-words.ts';
import { PartTable } from '#components/bulk/part-table.tsx';
import { Section } from '#components/record/section.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';
import type { BulkOperation } from '#lib/bulk/bulk-contract.ts';
import styles from '../../bulk-page.module.css';

type OperationFactsProps = { tenant: string; operation: BulkOperation; formats: Formats };

/** What was asked: by whom, when, why, and what was selected. */
export function OperationFacts({ tenant, operation, formats }: OperationFactsProps) {
  const { createdBy, createdAt, startedAt, finishedAt, reason, referenceNumber, state, parts } = operation;
  return (
    <>
      <Section level={2} title="What was asked">
        <dl className={styles.facts}>
          <Fact name="State">{STATE_LABEL[state]}</Fact>
          <Fact name="Asked by">{createdBy.type === 'api_key' ? `${createdBy.name} (key)` : createdBy.name}</Fact>
          <Fact name="Asked">
            <DateTime instant={createdAt} formats={formats} />
          </Fact>
          {startedAt === null ? null : (
            <Fact name="Started">
              <DateTime instant={startedAt} formats={formats} />
            </Fact>
          )}
          {finishedAt === null ? null : (
            <Fact name="Ended">
              <DateTime instant={finishedAt} formats={formats} />
            </Fact>
          )}
          {operation.act === 'undo' ? (
            <Fact name="Undoes">
              <SoftLink href={`/${tenant}/bulk/${operation.undoes}`}>The change it undoes</SoftLink>
            </Fact>
          ) : null}
          {reason === null ? null : <Fact name="Reason">{reason}</Fact>}
          {referenceNumber === null ? null : <Fact name="Reference number">{referenceNumber}</Fact>}
        </dl>
      </Section>
      {parts.length === 0 ? null : (
        <Section level={2} title="What was selected">
          <PartTable parts={parts} isPast locale={formats.locale} />
        </Section>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
