import { makeApiKeyText } from '#lib/access/api-key-text.ts';
import { newId } from '#lib/core/ids.ts';
import { asOwner } from './as-owner.ts';

/** Makes a key that reads the records of a demo tenant; gives its text. */
export async function makeDemoReadKey(slug: string): Promise<string> {
  const tenantId = await asOwner(null, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM tenant WHERE slug = $1', [slug]);
    return rows[0]!.id;
  });
  const { text, prefix, secretHash } = makeApiKeyText(tenantId);
  await asOwner(tenantId, (client) =>
    client.query(
      `INSERT INTO api_key (tenant_id, id, source_id, name, prefix, secret_hash, scopes)
       SELECT tenant_id, $2, id, 'Browser test', $3, $4, '{records:read}' FROM source WHERE tenant_id = $1 LIMIT 1`,
      [tenantId, newId(), prefix, Buffer.from(secretHash)],
    ),
  );
  return text;
}
