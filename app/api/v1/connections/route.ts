import { defineRoute } from '#lib/http/define-route.ts';
import { queryConnections } from '#lib/ledger-lists/query-connections.ts';

export const GET = defineRoute(({ ctx }) => queryConnections(ctx));
