/** What the second factor keeps, sealed to its row. */
import { z } from 'zod';
import type { SecretBox, SecretPlace } from '../../../kernel/crypto/secret-box.ts';

const codes = z.array(z.string());

function placeOf(userId: string, column: string): SecretPlace {
  return { table: 'second_factors', column, organizationId: 'none', rowId: userId };
}

export function sealSecret(box: SecretBox, userId: string, secret: string): string {
  return box.seal(placeOf(userId, 'secret_sealed'), secret);
}

export function openSecret(box: SecretBox, userId: string, sealed: string): string {
  return box.open(placeOf(userId, 'secret_sealed'), sealed);
}

export function sealCodes(box: SecretBox, userId: string, plain: readonly string[]): string {
  return box.seal(placeOf(userId, 'backup_codes_sealed'), JSON.stringify(plain));
}

export function openCodes(box: SecretBox, userId: string, sealed: string | null): string[] {
  if (sealed === null) return [];
  return codes.parse(JSON.parse(box.open(placeOf(userId, 'backup_codes_sealed'), sealed)));
}
