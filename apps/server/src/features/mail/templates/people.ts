/** Letters that invite people into an organization or its portal. */
import { z } from 'zod';
import { template } from '../letter.ts';

const notExpected =
  'If you did not expect this invitation, ignore this mail: nothing changes without the link.';

export const peopleLetters = {
  'people.invitation': template(
    z.object({ organization: z.string(), role: z.string(), url: z.string() }),
    ({ organization, role, url }) => ({
      subject: `Join ${organization} on PartnerOS`,
      paragraphs: [
        'Hello,',
        `${organization} invites you to work together on PartnerOS, as ${role}. The link works once, for seven days.`,
      ],
      button: { label: 'See the invitation', url },
      footnote: notExpected,
    }),
  ),
  'people.portal-invitation': template(
    z.object({
      name: z.string(),
      organization: z.string(),
      partner: z.string(),
      url: z.string(),
    }),
    ({ name, organization, partner, url }) => ({
      subject: `${organization} opens its partner portal to you`,
      paragraphs: [
        `Hello ${name},`,
        `${organization} gives you access to its partner portal on behalf of ${partner}. The link works once, for seven days.`,
      ],
      button: { label: 'See the invitation', url },
      footnote: notExpected,
    }),
  ),
};
