import type { Crumb } from '#components/shell/breadcrumb.tsx';
import type { NavigationGroup } from '#components/shell/side-navigation.tsx';
import type { Permission } from '#lib/access/permissions.ts';

const HISTORY_TITLE = 'Accounting Sync History';

type Screen = {
  label: string;
  /** The first part of its address within the tenant; empty for the tenant's own address. */
  place: string;
  /** Where the entry leads, if deeper than the place itself. */
  path?: string;
  permission: Permission;
  /** Found in the palette by these words too. */
  keywords?: string;
  /** Other places that belong to this screen. */
  alsoAt?: readonly string[];
};

const GROUPS: readonly { label: string | null; screens: readonly Screen[] }[] = [
  { label: null, screens: [{ label: 'Overview', place: '', permission: 'record:read' }] },
  {
    label: 'Accounting',
    screens: [
      {
        label: 'Sync history',
        place: 'history',
        path: 'history/invoices',
        permission: 'record:read',
        alsoAt: ['records'],
      },
      {
        label: 'Problems',
        place: 'problems',
        permission: 'problem:read',
        keywords: 'causes errors failures blocked money assigned muted solved',
      },
      {
        label: 'Connections',
        place: 'connections',
        permission: 'connection:read',
        keywords: 'quickbooks xero ledger connect reconnect disconnect',
      },
      {
        label: 'Duplicates',
        place: 'duplicates',
        permission: 'duplicate:read',
        keywords: 'twice same merge customers vendors contacts bills invoices entered',
      },
      { label: 'Inbox', place: 'inbox', permission: 'record:read' },
      { label: 'Import', place: 'import', permission: 'import:create', keywords: 'file upload csv excel xlsx ndjson' },
      { label: 'Bulk changes', place: 'bulk', permission: 'record:read' },
    ],
  },
  {
    label: 'Administration',
    screens: [
      { label: 'Audit log', place: 'audit', permission: 'audit:read' },
      { label: 'Settings', place: 'settings', permission: 'settings:manage' },
    ],
  },
];

/** Gives the navigation's entries that lead a member anywhere. It only spares a refusal: each page asks for itself. */
export function navigationGroups(
  tenant: string,
  pathname: string,
  permissions: readonly Permission[],
): NavigationGroup[] {
  const place = placeOf(pathname);
  return GROUPS.map(({ label, screens }) => ({
    label,
    items: screens
      .filter(({ permission }) => permissions.includes(permission))
      .map((screen) => ({
        label: screen.label,
        keywords: screen.keywords,
        href: hrefOf(tenant, screen.path ?? screen.place),
        isCurrent: screen.place === place || screen.alsoAt?.includes(place) === true,
      })),
  })).filter(({ items }) => items.length > 0);
}

/** Gives where one is within a tenant; the last crumb is the page itself. */
export function crumbsOf(tenant: string, pathname: string): Crumb[] {
  const [, , place = '', part] = pathname.split('/');
  switch (place) {
    case '':
      return [{ label: 'Overview' }];
    case 'history':
      return [{ label: 'Accounting' }, { label: HISTORY_TITLE }];
    case 'records':
      return [
        { label: 'Accounting' },
        { label: HISTORY_TITLE, href: hrefOf(tenant, 'history/invoices') },
        { label: 'Record' },
      ];
    case 'problems':
      return part === undefined
        ? [{ label: 'Accounting' }, { label: 'Problems' }]
        : [
            { label: 'Accounting' },
            { label: 'Problems', href: hrefOf(tenant, 'problems') },
            { label: part === 'forecasts' ? 'Forecasts' : 'Problem' },
          ];
    case 'connections':
      return part === undefined
        ? [{ label: 'Accounting' }, { label: 'Connections' }]
        : [
            { label: 'Accounting' },
            { label: 'Connections', href: hrefOf(tenant, 'connections') },
            { label: part === 'confirm' ? 'Confirm' : part === 'reviews' ? 'Health checks' : 'Connection' },
          ];
    case 'duplicates':
      return part === undefined
        ? [{ label: 'Accounting' }, { label: 'Duplicates' }]
        : [
            { label: 'Accounting' },
            { label: 'Duplicates', href: hrefOf(tenant, 'duplicates') },
            { label: 'Side by side' },
          ];
    case 'inbox':
      return [{ label: 'Accounting' }, { label: 'Inbox' }];
    case 'bulk':
      return part === undefined
        ? [{ label: 'Accounting' }, { label: 'Bulk changes' }]
        : [{ label: 'Accounting' }, { label: 'Bulk changes', href: hrefOf(tenant, 'bulk') }, { label: 'Bulk change' }];
    case 'why':
      return part === undefined
        ? [{ label: 'Why is my sync broken?' }]
        : [
            { label: 'Why is my sync broken?', href: hrefOf(tenant, 'why') },
            { label: part === 'test' ? 'Test one' : 'Guided run' },
          ];
    case 'import':
      return part === undefined
        ? [{ label: 'Accounting' }, { label: 'Import' }]
        : [{ label: 'Accounting' }, { label: 'Import', href: hrefOf(tenant, 'import') }, { label: 'File' }];
    case 'notices':
      return [{ label: 'Notices' }];
    case 'audit':
      return [{ label: 'Audit log' }];
    case 'settings':
      return [{ label: 'Settings', href: hrefOf(tenant, 'settings') }, { label: settingsLabel(part) }];
    default:
      return [];
  }
}

function settingsLabel(part: string | undefined): string {
  switch (part) {
    case 'people':
      return 'People';
    case 'keys':
      return 'API keys';
    case 'hooks':
      return 'Hooks';
    case 'webhooks':
      return 'Webhooks';
    case 'reference':
      return 'Reference data';
    case 'notices':
      return 'Notices';
    case 'jobs':
      return 'Jobs';
    default:
      return 'General';
  }
}

function placeOf(pathname: string): string {
  return pathname.split('/')[2] ?? '';
}

function hrefOf(tenant: string, path: string): string {
  return path === '' ? `/${tenant}` : `/${tenant}/${path}`;
}
