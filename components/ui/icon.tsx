import styles from './icon.module.css';

/** Drawn once a page by IconSprite and used by reference, so that a list of rows carries no paths. */
export type IconName =
  | 'failed'
  | 'pending'
  | 'complete'
  | 'by-hand'
  | 'chevron'
  | 'close'
  | 'copy'
  | 'sort'
  | 'open'
  | 'excluded'
  | 'warning'
  | 'unknown';

/** One small icon in the colour of its text. It is decoration: the word stands beside it or in a label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <use href={`#icon-${name}`} />
    </svg>
  );
}

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

/** The drawings themselves. Stands once in the page. */
export function IconSprite() {
  return (
    <svg className={styles.sprite} aria-hidden="true" focusable="false">
      <symbol id="icon-failed" viewBox="0 0 16 16">
        <g {...stroke}>
          <circle cx="8" cy="8" r="6.25" />
          <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
        </g>
      </symbol>
      <symbol id="icon-pending" viewBox="0 0 16 16">
        <g {...stroke}>
          <circle cx="8" cy="8" r="6.25" />
        </g>
        <path d="M8 4.2A3.8 3.8 0 0 1 11.8 8H8z" fill="currentColor" />
      </symbol>
      <symbol id="icon-complete" viewBox="0 0 16 16">
        <path {...stroke} strokeWidth={1.75} d="M3.2 8.6l3.1 3.1 6.5-7.2" />
      </symbol>
      <symbol id="icon-by-hand" viewBox="0 0 16 16">
        <g {...stroke}>
          <path d="M2.5 13.5l.8-3.2 7.4-7.4a1.4 1.4 0 0 1 2 0l.4.4a1.4 1.4 0 0 1 0 2l-7.4 7.4z" />
          <path d="M9.5 4.1l2.4 2.4" />
        </g>
      </symbol>
      <symbol id="icon-excluded" viewBox="0 0 16 16">
        <g {...stroke}>
          <circle cx="8" cy="8" r="6.25" />
          <path d="M5 8h6" />
        </g>
      </symbol>
      <symbol id="icon-warning" viewBox="0 0 16 16">
        <path {...stroke} d="M8 2.2l6.1 11.1H1.9zM8 6.4v3.2" />
        <circle cx="8" cy="11.5" r="0.8" fill="currentColor" />
      </symbol>
      <symbol id="icon-unknown" viewBox="0 0 16 16">
        <g {...stroke}>
          <circle cx="8" cy="8" r="6.25" />
          <path d="M6.2 6.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2" />
        </g>
        <circle cx="8" cy="11.2" r="0.75" fill="currentColor" />
      </symbol>
      <symbol id="icon-chevron" viewBox="0 0 16 16">
        <path {...stroke} d="M4.5 6.25L8 9.75l3.5-3.5" />
      </symbol>
      <symbol id="icon-close" viewBox="0 0 16 16">
        <path {...stroke} d="M4 4l8 8M12 4l-8 8" />
      </symbol>
      <symbol id="icon-copy" viewBox="0 0 16 16">
        <g {...stroke}>
          <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
          <path d="M3.5 10.5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1" />
        </g>
      </symbol>
      <symbol id="icon-sort" viewBox="0 0 16 16">
        <path {...stroke} d="M8 3.5v9M4.5 9L8 12.5 11.5 9" />
      </symbol>
      <symbol id="icon-open" viewBox="0 0 16 16">
        <path {...stroke} d="M6.25 4.5L9.75 8l-3.5 3.5" />
      </symbol>
    </svg>
  );
}
