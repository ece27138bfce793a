import { Prisma } from './generated/client.ts';

type DriverCause = { kind?: string; constraint?: { index?: string } };

/** Takes whatever a statement threw; gives the name of the unique constraint that it violated, or null. */
export function violatedUnique(error: unknown): string | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const { cause } = (error.meta?.driverAdapterError ?? {}) as { cause?: DriverCause };
  return cause?.kind === 'UniqueConstraintViolation' ? (cause.constraint?.index ?? null) : null;
}
