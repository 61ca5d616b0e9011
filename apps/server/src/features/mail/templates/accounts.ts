/** Letters about a person's own account. */
import { z } from 'zod';
import { template } from '../letter.ts';

const ifNotYou = 'If this was not you, ignore this mail: nothing changes without the link.';

export const accountLetters = {
  'account.prove-address': template(
    z.object({ name: z.string(), url: z.string() }),
    ({ name, url }) => ({
      subject: 'Confirm your e-mail address',
      paragraphs: [
        `Hello ${name},`,
        'somebody, probably you, signed up for PartnerOS with this address. Confirm it to go on. The link works once, for an hour.',
      ],
      button: { label: 'Confirm address', url },
      footnote: ifNotYou,
    }),
  ),
};
