/** A person's own account as it crosses the wire: sign-up, password, second factor, sessions. */
import { z } from 'zod';
import { id, nextCursor, orNull, timestamp } from './common.ts';
import { organization, user } from './identity.ts';

/** A password being chosen; more rules (common ones, one's own name) are the server's. */
const newPassword = z.string().min(8).max(128);
const email = z.email().max(254);
const personName = z.string().trim().min(1).max(100);
/** The token of a link in a mail. */
const linkToken = z.string().min(20).max(100);
/** Six digits of an authenticator, or a backup code. */
const code = z.string().trim().min(6).max(20);

export const signUpBody = z.strictObject({
  name: personName,
  email,
  password: newPassword,
  organizationName: z.string().trim().min(1).max(100),
});

export const proveAddressBody = z.strictObject({
  token: linkToken,
  password: newPassword.optional().meta({
    description:
      'Chosen now. Without it the password given at sign-up counts only in the browser that signed up.',
  }),
});

export const proveAddressAnswer = z
  .strictObject({
    user,
    organization: orNull(organization),
    passwordSet: z.boolean().meta({
      description: 'False: nobody who proved the address chose a password yet; ask for a reset.',
    }),
  })
  .meta({ id: 'ProvenAddress' });

export const forgotPasswordBody = z.strictObject({ email });
export const resetPasswordBody = z.strictObject({ token: linkToken, password: newPassword });

export const changePasswordBody = z.strictObject({
  currentPassword: z.string().min(1).max(128),
  password: newPassword,
  endOtherSessions: z.boolean(),
});

export const twoFactorAnswer = z.strictObject({
  twoFactor: z
    .strictObject({
      enabled: z.boolean(),
      backupCodesLeft: z.number().int().min(0),
    })
    .meta({ id: 'TwoFactor' }),
});

export const beginTwoFactorAnswer = z
  .strictObject({
    secret: z.string().meta({ description: 'Base32, for typing in.' }),
    uri: z.string().meta({ description: '`otpauth://` address, for a QR code.' }),
  })
  .meta({ id: 'TwoFactorSetup' });

export const codeBody = z.strictObject({ code });

export const backupCodesAnswer = z
  .strictObject({ backupCodes: z.array(z.string()) })
  .meta({ id: 'BackupCodes', description: 'Shown this once. Each works once.' });

const openSession = z
  .strictObject({
    id,
    device: z.string().meta({ examples: ['Firefox on Linux'] }),
    method: z.enum(['password', 'sso']),
    current: z.boolean(),
    createdAt: timestamp,
    lastUsedAt: timestamp.meta({ description: 'To the hour.' }),
    expiresAt: timestamp,
  })
  .meta({ id: 'OpenSession' });
export type OpenSession = z.infer<typeof openSession>;

export const sessionList = z.strictObject({ sessions: z.array(openSession), nextCursor });
export const sessionParams = z.strictObject({ sessionId: id });

export const changeEmailBody = z.strictObject({ email });
export const confirmEmailBody = z.strictObject({ token: linkToken });

export const updateProfileBody = z.strictObject({ name: personName });
export const profileAnswer = z.strictObject({ user });
