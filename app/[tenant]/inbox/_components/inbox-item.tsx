import type { ReactNode } from 'react';
import { RawPayload } from '#components/record/raw-payload.tsx';
import { DateTime } from '#components/sync/date-time.tsx';
import { formatCount } from '#components/sync/format-money.ts';
import type { Formats } from '#components/sync/formats.ts';
import { Money } from '#components/sync/money.tsx';
import { StatusBadge } from '#components/sync/status-badge.tsx';
import type { FieldError } from '#lib/core/app-error.ts';
import { PAYLOAD_STATE_WORDS } from '#lib/hooks/hook-contract.ts';
import type {
  Decision,
  InboxState,
  RejectedItem,
  UnmatchedAttempt,
  WaitingPayload,
} from '#lib/inbox/inbox-contract.ts';
import { carrierName } from '#lib/ingest/carrier-contract.ts';
import { targetField } from '#lib/mapping/target-fields.ts';
import styles from './inbox.module.css';
import type { InboxEntry } from './inbox-entry.ts';

type InboxItemProps = {
  entry: InboxEntry;
  state: InboxState;
  formats: Formats;
  isTicked: boolean;
  /** Null where there is nothing to select it for. */
  onTick: (() => void) | null;
  acts: ReactNode;
};

/** One item: what it is, why it is here, what is known of it, and what can be done. */
export function InboxItem({ entry, state, formats, isTicked, onTick, acts }: InboxItemProps) {
  return (
    <li className={styles.item} data-row-id={entry.id} data-is-ticked={isTicked} tabIndex={-1}>
      {onTick === null ? null : (
        <input
          type="checkbox"
          className={styles.tick}
          aria-label={`Select ${entry.title}`}
          checked={isTicked}
          onChange={onTick}
        />
      )}
      <div className={styles.body}>
        <p className={styles.head}>
          {entry.part === 'unmatched' ? <StatusBadge status={entry.item.outcome} /> : null}
          <strong>{entry.title}</strong>
          {entry.part === 'payloads' ? (
            <span className={styles.chip}>{PAYLOAD_STATE_WORDS[entry.item.state].label}</span>
          ) : null}
          <span className={styles.when}>
            <DateTime instant={entry.at} formats={formats} />
          </span>
        </p>
        {state === 'waiting' || entry.item.decision === null ? null : (
          <Decided decision={entry.item.decision} state={state} formats={formats} />
        )}
        {entry.part === 'unmatched' ? <AttemptBody item={entry.item} formats={formats} /> : null}
        {entry.part === 'rejected' ? <RejectedBody item={entry.item} formats={formats} /> : null}
        {entry.part === 'payloads' ? <PayloadBody item={entry.item} isWaiting={state === 'waiting'} /> : null}
      </div>
      {acts === null ? null : <div className={styles.acts}>{acts}</div>}
    </li>
  );
}

function Decided({ decision, state, formats }: { decision: Decision; state: InboxState; formats: Formats }) {
  const { at, byName, reason } = decision;
  const did =
    state === 'dismissed'
      ? `Dismissed by ${byName ?? 'somebody'}`
      : byName === null
        ? 'Sent again and accepted'
        : `Put right by ${byName}`;
  return (
    <p className={styles.decision}>
      {did}, <DateTime instant={at} formats={formats} />
      {reason === null ? null : `: ${reason}`}
    </p>
  );
}

function AttemptBody({ item, formats }: { item: UnmatchedAttempt; formats: Formats }) {
  const by = carrierName(item);
  return (
    <>
      {item.errorMessage === null ? null : <p className={styles.message}>{item.errorMessage}</p>}
      <dl className={styles.facts}>
        <Fact name="Looked for at">{item.source}</Fact>
        <Fact name="Job’s id">{item.externalId}</Fact>
        {item.errorCode === null ? null : <Fact name="Code">{item.errorCode}</Fact>}
        {item.referenceNumber === null ? null : <Fact name="Reference">{item.referenceNumber}</Fact>}
        {item.syncedAmount === null ? null : (
          <Fact name="Synced">
            <Money amount={item.syncedAmount} currency={item.syncedCurrency} locale={formats.locale} />
          </Fact>
        )}
        <Fact name="Received">
          <DateTime instant={item.receivedAt} formats={formats} />
        </Fact>
        {by === null ? null : <Fact name="By">{by}</Fact>}
      </dl>
      {item.raw === null ? null : <RawPayload raw={item.raw} isOpenAtFirst={false} />}
    </>
  );
}

function RejectedBody({ item, formats }: { item: RejectedItem; formats: Formats }) {
  return (
    <>
      <Reasons errors={item.errors} labelOf={(field) => <code>{field}</code>} />
      <dl className={styles.facts}>
        <Fact name="Sent">{item.times === 1 ? 'once' : `${formatCount(item.times, formats.locale)} times`}</Fact>
        {item.times === 1 ? null : (
          <Fact name="First">
            <DateTime instant={item.firstAt} formats={formats} />
          </Fact>
        )}
        <Fact name="Source">{item.source}</Fact>
        <Fact name="Request">{item.requestId}</Fact>
      </dl>
      {item.isCut ? <p className={styles.quiet}>It is larger than 512 KiB; this is its beginning.</p> : null}
      <RawPayload raw={item.item} isOpenAtFirst={false} />
    </>
  );
}

function PayloadBody({ item, isWaiting }: { item: WaitingPayload; isWaiting: boolean }) {
  const read = Object.entries(item.values);
  return (
    <>
      {isWaiting ? <p className={styles.quiet}>{PAYLOAD_STATE_WORDS[item.state].does}</p> : null}
      <Reasons errors={item.reasons} labelOf={(field) => targetField(field)?.label ?? field} />
      {read.length === 0 ? null : (
        <dl className={styles.facts}>
          {read.map(([name, value]) => (
            <Fact key={name} name={targetField(name)?.label ?? name}>
              {value.length > 200 ? `${value.slice(0, 200)}…` : value}
            </Fact>
          ))}
        </dl>
      )}
      {item.text === null ? (
        <p className={styles.quiet}>It is no text ({item.size.toLocaleString('en')} bytes).</p>
      ) : (
        <RawPayload raw={item.text} isOpenAtFirst={false} />
      )}
    </>
  );
}

function Reasons({ errors, labelOf }: { errors: FieldError[]; labelOf: (field: string) => ReactNode }) {
  if (errors.length === 0) return null;
  return (
    <ul className={styles.errors}>
      {errors.map(({ field, message }) => (
        <li key={`${field} ${message}`}>
          {field === '' ? null : <strong>{labelOf(field)} </strong>}
          {message}
        </li>
      ))}
    </ul>
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
