/** Letters about what happened in an organization, one by one or once a day. */
import { z } from 'zod';
import { template } from '../letter.ts';

const footnoteOf = (organization: string) =>
  `You get this mail as a member of ${organization}. What is sent to you and when is your choice: Settings, Notifications.`;

export const notificationLetters = {
  'notification.event': template(
    z.object({
      name: z.string(),
      organization: z.string(),
      title: z.string(),
      text: z.string(),
      label: z.string(),
      url: z.string(),
    }),
    ({ name, organization, title, text, label, url }) => ({
      subject: title,
      paragraphs: [`Hello ${name},`, text],
      button: { label, url },
      footnote: footnoteOf(organization),
    }),
  ),
  'notification.digest': template(
    z.object({
      name: z.string(),
      organization: z.string(),
      /** One title a line. */
      titles: z.string(),
      more: z.string(),
      url: z.string(),
    }),
    ({ name, organization, titles, more, url }) => {
      const lines = titles.split('\n');
      const count = lines.length + Number(more);
      return {
        subject: `${organization}: ${count} ${count === 1 ? 'thing' : 'things'} since yesterday`,
        paragraphs: [
          `Hello ${name}, this happened in ${organization}:`,
          ...lines.map((line) => `• ${line}`),
          ...(more === '0' ? [] : [`… and ${more} more.`]),
        ],
        button: { label: 'See them all', url },
        footnote: footnoteOf(organization),
      };
    },
  ),
};
