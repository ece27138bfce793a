import { beforeAll, expect, test } from 'vitest';
import { database } from '#lib/db/client.ts';
import { violatedUnique } from '#lib/db/constraint.ts';
import { administrator } from '#tests/factories/administrator.ts';

beforeAll(() => administrator());

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}

test('names the unique constraint that a statement violated', async () => {
  const error = await errorOf(
    () => database().$executeRaw`
      INSERT INTO app_user (id, email, name)
      VALUES (gen_random_uuid(), 'a@x.example', 'A'), (gen_random_uuid(), 'a@x.example', 'A')`,
  );
  expect(violatedUnique(error)).toBe('app_user_email_key');
});

test('says nothing of other errors', async () => {
  const notNull = await errorOf(
    () => database().$executeRaw`INSERT INTO app_user (id, name) VALUES (gen_random_uuid(), 'A')`,
  );
  expect(violatedUnique(notNull)).toBeNull();
  expect(violatedUnique(new Error('duplicate key'))).toBeNull();
  expect(violatedUnique(null)).toBeNull();
});
