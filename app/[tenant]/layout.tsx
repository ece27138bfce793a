import type { ReactNode } from 'react';
import { AppShell } from '#components/shell/app-shell.tsx';
import { Bell } from '#components/shell/bell.tsx';
import { Brand } from '#components/shell/brand.tsx';
import { PersonMenu } from '#components/shell/person-menu.tsx';
import { ShortcutListener } from '#components/shell/shortcuts/shortcut-listener.tsx';
import { TenantMenu } from '#components/shell/tenant-menu.tsx';
import { ThemeMenu } from '#components/shell/theme-menu.tsx';
import { IconSprite } from '#components/ui/icon.tsx';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { permissionsOfRoles } from '#lib/access/permissions.ts';
import { homePathOf } from '#lib/http/home-path.ts';
import { currentMemberships, currentPerson } from '#lib/http/page-context.ts';
import { signOutHere, signOutOnEveryDevice } from '../sign-out/actions.ts';
import { AppNavigation } from './_components/app-navigation.tsx';
import { BulkWorkProvider, WorkUnderWay } from './_components/bulk/bulk-work.tsx';
import { FromTop } from './_components/from-top.tsx';
import { openDuplicates } from './_components/open-duplicates.ts';
import { FoldedNavigation, TenantBreadcrumb, TenantNavigation } from './_components/tenant-navigation.tsx';
import { TenantPalette } from './_components/tenant-palette.tsx';
import { troubledConnections } from './_components/troubled-connections.ts';
import { unreadNotices } from './_components/unread-notices.ts';
import { unsolvedProblems } from './_components/unsolved-problems.ts';
import { waitingInInbox } from './_components/waiting-in-inbox.ts';

type TenantLayoutProps = { children: ReactNode; params: Promise<{ tenant: string }> };

/** The frame around one tenant's screens. It decides nothing: each page asks for its own permission. */
export default async function TenantLayout({ children, params }: TenantLayoutProps) {
  const { tenant: slug } = await params;
  const [person, memberships] = await Promise.all([currentPerson(), currentMemberships()]);
  const current = memberships.find((membership) => membership.slug === slug);
  // Whoever is not signed in, or not a member, is being redirected by the page.
  if (person === null || current === undefined) return children;

  const tenants = memberships.map((membership) => ({
    slug: membership.slug,
    name: membership.name,
    href: homePathOf(membership),
  }));
  const permissions = [...permissionsOfRoles(current.roles)];
  const waiting = waitingInInbox(slug, permissions);
  const unsolved = unsolvedProblems(slug, permissions);
  const troubled = troubledConnections(slug, permissions);
  const duplicates = openDuplicates(slug, permissions);
  const marks = { tenant: slug, permissions, waiting, unsolved, troubled, duplicates };
  return (
    <AppNavigation>
      <IconSprite />
      <ShortcutListener />
      <FromTop />
      <BulkWorkProvider tenant={slug}>
        <AppShell
          brand={
            <SoftLink href={homePathOf(current)} aria-label="Tieout">
              <Brand />
            </SoftLink>
          }
          navigation={<TenantNavigation {...marks} />}
          menuButton={<FoldedNavigation {...marks} />}
          breadcrumb={<TenantBreadcrumb tenant={slug} />}
          tools={
            <>
              <WorkUnderWay />
              <TenantPalette tenant={slug} permissions={permissions} tenants={tenants} signOut={signOutHere} />
              {permissions.includes('notice:read') ? (
                <Bell href={`/${slug}/notices`} unread={unreadNotices(slug, permissions)} />
              ) : null}
              <TenantMenu current={{ slug, name: current.name }} tenants={tenants} />
              <ThemeMenu />
              <PersonMenu person={person} signOut={signOutHere} signOutEverywhere={signOutOnEveryDevice} />
            </>
          }
        >
          {children}
        </AppShell>
      </BulkWorkProvider>
    </AppNavigation>
  );
}
