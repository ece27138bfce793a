import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CATALOGUE, CATALOGUE_GROUPS, catalogueHref } from '#lib/causes/catalogue/catalogue.ts';
import type { CatalogueEntry, Place } from '#lib/causes/catalogue/entry.ts';
import { ACTOR_LABEL, CAUSE_LABEL, RETRY_LABEL } from '#lib/causes/cause-words.ts';
import { type Cause, causeFacts, isCause } from '#lib/causes/causes.ts';
import styles from '../errors.module.css';

type Params = { params: Promise<{ cause: string }> };

const PLACE_LABEL: Record<Place, string> = {
  qbo: 'QuickBooks Online',
  xero: 'Xero',
  other: 'Other systems',
};

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const cause = causeOf((await params).cause);
  return cause === null ? {} : { title: CAUSE_LABEL[cause], description: CATALOGUE[cause].meaning };
}

/** One cause: what it means, how the ledgers say it, what to do, and how it is kept away. */
export default async function CausePage({ params }: Params) {
  const cause = causeOf((await params).cause);
  if (cause === null) notFound();
  const entry = CATALOGUE[cause];
  const { who, retry } = causeFacts(cause);
  const others = CATALOGUE_GROUPS.find(({ causes }) => causes.includes(cause));
  return (
    <>
      <p className={styles.crumb}>
        <a href="/errors">Sync errors</a>
      </p>
      <h1 className={styles.title}>{CAUSE_LABEL[cause]}</h1>
      <p className={styles.lead}>{entry.meaning}</p>
      <dl className={styles.facts}>
        <div>
          <dt>Who acts</dt>
          <dd>{ACTOR_LABEL[who]}</dd>
        </div>
        <div>
          <dt>Trying again</dt>
          <dd>{RETRY_LABEL[retry]}</dd>
        </div>
      </dl>
      <Steps entry={entry} />
      <Examples entry={entry} />
      <section className={styles.section}>
        <h2>How to keep it away</h2>
        <p>{entry.prevention}</p>
      </section>
      {others === undefined ? null : (
        <section className={styles.section}>
          <h2>{others.title}</h2>
          <ul className={styles.links}>
            {others.causes
              .filter((other) => other !== cause)
              .map((other) => (
                <li key={other}>
                  <a href={catalogueHref(other)}>{CAUSE_LABEL[other]}</a>
                </li>
              ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Steps({ entry }: { entry: CatalogueEntry }) {
  return (
    <section className={styles.section}>
      <h2>What to do</h2>
      <ol className={styles.steps}>
        {entry.steps.map((step) =>
          typeof step === 'string' ? (
            <li key={step}>{step}</li>
          ) : (
            <li key={step.qbo}>
              <p>
                <strong>QuickBooks Online:</strong> {step.qbo}
              </p>
              <p>
                <strong>Xero:</strong> {step.xero}
              </p>
            </li>
          ),
        )}
      </ol>
    </section>
  );
}

function Examples({ entry }: { entry: CatalogueEntry }) {
  return (
    <section className={styles.section}>
      <h2>What it looks like</h2>
      <ul className={styles.examples}>
        {entry.examples.map(([place, words]) => (
          <li key={words}>
            <span>{PLACE_LABEL[place]}</span>
            <blockquote>{words}</blockquote>
          </li>
        ))}
      </ul>
    </section>
  );
}

function causeOf(segment: string): Cause | null {
  const cause = segment.replaceAll('-', '_');
  return isCause(cause) ? cause : null;
}
