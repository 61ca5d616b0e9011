/** Keys of the tests; they guard nothing. */
import type { Secrets } from '../src/kernel/local-secrets.ts';

export const testPassword = 'correct horse battery';

export const testSecrets: Secrets = {
  encryptionKeys: [Buffer.alloc(32, 7).toString('base64')],
  sessionSecrets: ['a session secret for tests that is long enough to pass'],
  demoPassword: testPassword,
};
