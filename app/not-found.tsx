import { NotFoundScreen } from '#components/ui/not-found-screen.tsx';

export default function NotFound() {
  return (
    <main>
      <NotFoundScreen homeHref="/" />
    </main>
  );
}
