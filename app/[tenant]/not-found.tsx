import { NotFoundScreen } from '#components/ui/not-found-screen.tsx';

/** Within the tenant's frame, so that the way on is in view. */
export default function TenantNotFound() {
  return <NotFoundScreen homeHref="/" />;
}
