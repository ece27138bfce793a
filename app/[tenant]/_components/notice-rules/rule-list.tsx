'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { Channel } from '#lib/notices/channel-contract.ts';
import { EVENT_OF, type NoticeEvent } from '#lib/notices/notice-contract.ts';
import { RuleForm, type ShownRule } from './rule-form.tsx';
import styles from './rule-list.module.css';
import { thresholdWords, wayWords } from './rule-words.ts';

type RuleListProps = {
  rules: ShownRule[];
  channels: readonly Pick<Channel, 'id' | 'name' | 'type' | 'shown'>[];
  /** One's own choices, rather than the business's. */
  isPersonal: boolean;
  locale: string;
  choose: Parameters<typeof RuleForm>[0]['choose'];
};

/** What is told, each with how and from when on, and the way to change it. */
export function RuleList({ rules, channels, isPersonal, locale, choose }: RuleListProps) {
  const [changed, setChanged] = useState<NoticeEvent | null>(null);
  const [said, setSaid] = useState('');
  const asked = rules.find(({ event }) => event === changed);
  const close = () => setChanged(null);
  return (
    <>
      <Sheet
        label={asked === undefined ? '' : EVENT_OF[asked.event].label}
        side="center"
        isForm
        isOpen={asked !== undefined}
        onClose={close}
      >
        {asked === undefined ? null : (
          <div className={styles.dialog}>
            <h2 className={styles.subtitle}>{EVENT_OF[asked.event].label}</h2>
            <RuleForm
              shown={asked}
              channels={channels}
              isPersonal={isPersonal}
              choose={choose}
              onCancel={close}
              onDone={() => {
                setSaid(`Saved: ${EVENT_OF[asked.event].label}.`);
                close();
              }}
            />
          </div>
        )}
      </Sheet>
      <p className={styles.said} role="status">
        {said}
      </p>
      <ul className={styles.list}>
        {rules.map(({ event, rule, everybody, isOwn }) => {
          const { label, does } = EVENT_OF[event];
          const isTold = rule.isInApp || rule.isByEmail || rule.channelIds.length > 0;
          const threshold = isTold
            ? thresholdWords({ ...rule, threshold: rule.threshold ?? everybody.threshold }, locale)
            : null;
          return (
            <li key={event} className={styles.row}>
              <div className={styles.words}>
                <h2 className={styles.name}>{label}</h2>
                <p className={styles.does}>{does}</p>
              </div>
              <div className={styles.how}>
                <span className={styles.way}>{wayWords(rule, channels)}</span>
                {threshold === null ? null : <span className={styles.does}>{threshold}</span>}
                {isPersonal ? <span className={styles.does}>{isOwn ? 'Your own choice' : 'As everybody'}</span> : null}
              </div>
              <Button aria-label={`Change: ${label}`} onClick={() => setChanged(event)}>
                Change…
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
