'use client';

import { useState, useTransition } from 'react';
import { DateTime } from '#components/sync/date-time.tsx';
import type { Formats } from '#components/sync/formats.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { TENANT_JOB_WORDS, type TenantJob, TRIES_MAX } from '#lib/tenant-jobs/tenant-job-contract.ts';
import { type Done, Said } from '../../_components/said.tsx';
import own from '../../notices/_components/notices.module.css';
import styles from '../../settings.module.css';
import { runAgain } from '../actions.ts';

type JobsScreenProps = { tenant: string; jobs: TenantJob[]; formats: Formats; zone: string };

/** The jobs, those that failed for good first, each with the way to have it run again. */
export function JobsScreen({ tenant, jobs, formats, zone }: JobsScreenProps) {
  const [done, setDone] = useState<Done | null>(null);
  const [isPending, startTransition] = useTransition();
  return (
    <section className={styles.section} aria-labelledby="jobs-title">
      <h1 id="jobs-title" className={styles.title}>
        Jobs
      </h1>
      <p className={styles.lead}>
        What Tieout does by itself for this business. A job that fails is tried {TRIES_MAX} times, then it waits here
        until somebody has it run again.
      </p>
      <Said done={done} />
      {jobs.length === 0 ? (
        <p className={styles.empty}>No job has run yet: no worker has looked at this business so far.</p>
      ) : (
        <table className={`${styles.table} ${own.table}`}>
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col">State</th>
              <th scope="col">Last done</th>
              <th scope="col">
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.name}>
                <td>
                  <span className={styles.name}>{TENANT_JOB_WORDS[job.name]}</span>
                  {job.problem === null ? null : <span className={styles.aside}>{job.problem}</span>}
                </td>
                <td data-label="State">
                  <Standing job={job} />
                </td>
                <td data-label="Last done">
                  {job.lastDoneAt === null ? (
                    <span className={styles.nothing}>never</span>
                  ) : (
                    <DateTime instant={job.lastDoneAt} formats={formats} />
                  )}
                </td>
                <td>
                  {job.poisonedAt === null ? null : (
                    <div className={own.acts}>
                      <Button
                        aria-label={`Run again: ${TENANT_JOB_WORDS[job.name]}`}
                        aria-disabled={isPending}
                        onClick={() => {
                          if (isPending) return;
                          startTransition(async () => {
                            const outcome = await runAgain(tenant, job.name);
                            setDone({ said: outcome.isDone ? 'It runs again within a minute.' : outcome.message });
                          });
                        }}
                      >
                        Run again
                      </Button>
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.zone}>Times are {zone}.</p>
    </section>
  );
}

function Standing({ job: { poisonedAt, problem, lastDoneAt } }: { job: TenantJob }) {
  if (poisonedAt !== null) {
    return (
      <span className={own.warning} data-tone="bad">
        <Icon name="failed" /> Failed for good
      </span>
    );
  }
  if (problem !== null) {
    return (
      <span className={own.warning} data-tone="waiting">
        <Icon name="pending" /> Failed, is tried again
      </span>
    );
  }
  if (lastDoneAt === null) return <span className={styles.nothing}>has not run yet</span>;
  return (
    <span className={own.warning} data-tone="good">
      <Icon name="complete" /> Well
    </span>
  );
}
