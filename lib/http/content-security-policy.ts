type PolicyOptions = {
  nonce: string;
  /** Where the single sign-on form ends up: Chrome applies `form-action` to redirects too. */
  signOnOrigin: string | null;
  isDevelopment: boolean;
};

/** Gives the Content-Security-Policy of a page: scripts and style elements by nonce, everything else from here or not at all. */
export function contentSecurityPolicy({ nonce, signOnOrigin, isDevelopment }: PolicyOptions): string {
  const self = "'self'";
  const byNonce = `'nonce-${nonce}'`;
  const directives: Record<string, (string | false | null)[]> = {
    'default-src': [self],
    'script-src': [self, byNonce, "'strict-dynamic'", isDevelopment && "'unsafe-eval'"],
    'style-src': [self, byNonce],
    'style-src-elem': isDevelopment ? [self, "'unsafe-inline'"] : [self, byNonce],
    // The component library places menus and sizes columns with style attributes.
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': [self, 'data:'],
    'font-src': [self],
    'connect-src': [self, isDevelopment && 'ws:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': [self, signOnOrigin],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources.filter(Boolean)].join(' '))
    .join('; ');
}
