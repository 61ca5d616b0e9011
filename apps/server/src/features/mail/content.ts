/** What a mail holds until it is sent, sealed to its row: address, template, values. */
import { z } from 'zod';
import type { SecretBox, SecretPlace } from '../../kernel/crypto/secret-box.ts';

const content = z.object({ to: z.string(), values: z.record(z.string(), z.string()) });
export type MailContent = z.infer<typeof content>;

interface MailRow {
  id: string;
  organizationId: string | null;
}

function placeOf(row: MailRow): SecretPlace {
  const organizationId = row.organizationId ?? 'none';
  return { table: 'mails', column: 'content_sealed', organizationId, rowId: row.id };
}

export function sealContent(box: SecretBox, row: MailRow, plain: MailContent): string {
  return box.seal(placeOf(row), JSON.stringify(plain));
}

export function openContent(box: SecretBox, row: MailRow, sealed: string): MailContent {
  return content.parse(JSON.parse(box.open(placeOf(row), sealed)));
}
