'use client';

import { type AnchorHTMLAttributes, createContext, type MouseEvent, use } from 'react';

export type Navigation = {
  /** Goes to an address of this site; `replace` leaves no step for Back. */
  navigate: (href: string, how?: { replace?: boolean; keepScroll?: boolean }) => void;
};

const NavigationContext = createContext<Navigation | null>(null);
// Apart, so that the many links of a page are not drawn anew each time one of them is followed.
const PendingContext = createContext<string | null>(null);

/** Given once by the app, which alone knows the router. Without it links are plain links. */
export const NavigationProvider = NavigationContext;

/** Given beside it: where the page that is on its way leads, or null. */
export const PendingProvider = PendingContext;

/** Gives the address of the page that is on its way, or null. */
export function usePendingHref(): string | null {
  return use(PendingContext);
}

/** Gives the way to another page. */
export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === null) throw new Error('useNavigation needs a NavigationProvider around it');
  return navigation;
}

type SoftLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; replace?: boolean };

/** A link that loads the next page without a reload, and stays a link for everything else: new tab, copy, no script. */
export function SoftLink({ href, replace = false, onClick, ...rest }: SoftLinkProps) {
  const navigation = use(NavigationContext);
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (navigation === null || event.defaultPrevented || !isPlainClick(event) || rest.target !== undefined) return;
        event.preventDefault();
        navigation.navigate(href, { replace });
      }}
    />
  );
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
