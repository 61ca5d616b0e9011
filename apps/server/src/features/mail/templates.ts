/**
 * What each mail says. A template takes plain values (checked when the mail is queued) and gives a
 * letter; how letters look is `render.ts`. One file per area of the product adds its letters here.
 */
import { z } from 'zod';
import { accountLetters } from './templates/accounts.ts';

export const templates = { ...accountLetters };

export type TemplateName = keyof typeof templates;
export type TemplateValues<Name extends TemplateName> = z.infer<(typeof templates)[Name]['values']>;

const names = z.custom<TemplateName>((value) => typeof value === 'string' && value in templates);

/** The letter of a stored mail. @throws when the template or its values are unknown by now */
export function composeLetter(template: string, values: Record<string, string>) {
  return templates[names.parse(template)].compose(values);
}
