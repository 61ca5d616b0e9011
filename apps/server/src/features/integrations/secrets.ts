/** Where the feature's secrets live in the database, and how they are sealed to that place. */
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';

type SecretColumn =
  | 'connections.access_token_sealed'
  | 'connections.refresh_token_sealed'
  | 'connections.client_secret_sealed'
  | 'oauth_states.client_secret_sealed'
  | 'oauth_states.code_verifier_sealed';

export interface RowSecrets {
  seal(column: SecretColumn, plain: string): string;
  sealNullable(column: SecretColumn, plain: string | null): string | null;
  open(column: SecretColumn, sealed: string | null): string | null;
}

/** Seals and opens the secrets of one row. */
export function secretsOf(box: SecretBox, row: { id: string; organizationId: string }): RowSecrets {
  const place = (at: SecretColumn) => {
    const [table = '', column = ''] = at.split('.');
    return { table, column, organizationId: row.organizationId, rowId: row.id };
  };
  const seal = (column: SecretColumn, plain: string) => box.seal(place(column), plain);
  return {
    seal,
    sealNullable: (column, plain) => (plain === null ? null : seal(column, plain)),
    open: (column, sealed) => (sealed === null ? null : box.open(place(column), sealed)),
  };
}
