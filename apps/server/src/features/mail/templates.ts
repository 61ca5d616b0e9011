/**
 * What each mail says. A template takes plain values (checked when the mail is queued) and gives a
 * letter; how letters look is `render.ts`. One file per area of the product adds its letters here.
 */
import { z } from 'zod';
import type { Template } from './letter.ts';
import { accountLetters } from './templates/accounts.ts';
import { notificationLetters } from './templates/notifications.ts';
import { peopleLetters } from './templates/people.ts';

export const templates = { ...accountLetters, ...peopleLetters, ...notificationLetters };

export type TemplateName = keyof typeof templates;
export type TemplateValues<Name extends TemplateName> = z.infer<(typeof templates)[Name]['values']>;

type AnyTemplate = Template<z.ZodObject<Record<string, z.ZodType<string>>>>;
const names = z.custom<TemplateName>((value) => typeof value === 'string' && value in templates);

/** The letter of a stored mail. @throws when the template or its values are unknown by now */
export function composeLetter(template: string, values: Record<string, string>) {
  // Each letter is written from what its own schema gives, which the union of all hides.
  const { values: schema, compose } = templates[names.parse(template)] as unknown as AnyTemplate;
  return compose(schema.parse(values));
}
