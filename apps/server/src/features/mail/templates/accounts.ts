/**
 * Letters about a person's own account. What goes to an address that nobody has proven yet holds no
 * word of whoever asked for it: else strangers could send their own text through us.
 */
import { z } from 'zod';
import { template } from '../letter.ts';

const ifNotYou = 'If this was not you, ignore this mail: nothing changes without the link.';
const unexpected =
  'If this was not you, reset your password at once and end all sessions: somebody else may be using your account.';
const link = z.object({ url: z.string() });
const named = z.object({ name: z.string() });

export const accountLetters = {
  'account.prove-address': template(link, ({ url }) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: [
      'Hello,',
      'somebody, probably you, signed up for PartnerOS with this address. Confirm it to go on. The link works once, for an hour.',
    ],
    button: { label: 'Confirm address', url },
    footnote: ifNotYou,
  })),
  'account.exists-already': template(link, ({ url }) => ({
    subject: 'You have a PartnerOS account already',
    paragraphs: [
      'Hello,',
      'somebody, probably you, wanted to use this address for a PartnerOS account. There is one already: sign in, or ask for a new password there if you forgot yours.',
    ],
    button: { label: 'Sign in', url },
    footnote: 'If this was not you, ignore this mail: nothing has changed.',
  })),
  'account.single-sign-on-instead': template(link, ({ url }) => ({
    subject: 'Sign in through your organization',
    paragraphs: [
      'Hello,',
      'somebody, probably you, asked for a new password for the PartnerOS account of this address. Your organization asks for single sign-on, where a password opens nothing: sign in with your work account.',
    ],
    button: { label: 'Sign in', url },
    footnote: 'If this was not you, ignore this mail: nothing has changed.',
  })),
  'account.reset-password': template(link, ({ url }) => ({
    subject: 'Choose a new password',
    paragraphs: [
      'Hello,',
      'somebody, probably you, asked for a new password for the PartnerOS account of this address. The link works once, for an hour, and ends all sessions.',
    ],
    button: { label: 'Choose a password', url },
    footnote: ifNotYou,
  })),
  'account.password-changed': template(named, ({ name }) => ({
    subject: 'Your password was changed',
    paragraphs: [`Hello ${name},`, 'the password of your PartnerOS account was changed just now.'],
    button: null,
    footnote: unexpected,
  })),
  'account.two-factor-changed': template(
    z.object({ name: z.string(), change: z.string() }),
    ({ name, change }) => ({
      subject: 'Two-factor authentication was changed',
      paragraphs: [`Hello ${name},`, `two-factor authentication of your account: ${change}.`],
      button: null,
      footnote: unexpected,
    }),
  ),
  'account.confirm-new-address': template(link, ({ url }) => ({
    subject: 'Confirm your new e-mail address',
    paragraphs: [
      'Hello,',
      'somebody, probably you, wants to use this address for a PartnerOS account. Confirm it to go on. The link works once, for an hour.',
    ],
    button: { label: 'Confirm address', url },
    footnote: ifNotYou,
  })),
  'account.address-change-asked': template(
    z.object({ name: z.string(), address: z.string() }),
    ({ name, address }) => ({
      subject: 'Your e-mail address is about to change',
      paragraphs: [
        `Hello ${name},`,
        `your PartnerOS account is to move to ${address}. It moves once the link that was sent there is opened.`,
      ],
      button: null,
      footnote: unexpected,
    }),
  ),
  'account.address-changed': template(
    z.object({ name: z.string(), address: z.string() }),
    ({ name, address }) => ({
      subject: 'Your e-mail address was changed',
      paragraphs: [`Hello ${name},`, `your PartnerOS account has moved to ${address}.`],
      button: null,
      footnote: unexpected,
    }),
  ),
};
