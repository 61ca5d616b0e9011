/** Where the feature's secrets live in the database, and how they are sealed to that place. */
import type { SecretBox, SecretPlace } from '../../kernel/crypto/secret-box.ts';

type SecretColumn = 'sso_providers.client_secret_sealed' | 'sso_requests.content_sealed';

/** Binds a secret to its table, column, organization and row. */
function placeOf(at: SecretColumn, row: { id: string; organizationId: string }): SecretPlace {
  const [table = '', column = ''] = at.split('.');
  return { table, column, organizationId: row.organizationId, rowId: row.id };
}

export function sealSecret(
  box: SecretBox,
  at: SecretColumn,
  row: { id: string; organizationId: string },
  plain: string,
): string {
  return box.seal(placeOf(at, row), plain);
}

export function openSecret(
  box: SecretBox,
  at: SecretColumn,
  row: { id: string; organizationId: string },
  sealed: string,
): string {
  return box.open(placeOf(at, row), sealed);
}
