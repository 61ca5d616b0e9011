import type { PrivacyRequest } from '@partneros/contract/privacy';
import type { SecretBox } from '../../kernel/crypto/secret-box.ts';
import { openIn } from './subject.ts';
import type { PrivacyRow } from './tables.ts';

export function presentRequest(
  box: SecretBox,
  row: Omit<PrivacyRow, 'contentSealed'>,
): PrivacyRequest {
  const { emailSealed } = row;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    email: emailSealed === null ? null : openIn(box, row, 'email_sealed', emailSealed),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
