/** What a mail says, before it is laid out as text and HTML. */
import type { z } from 'zod';

export interface Letter {
  subject: string;
  paragraphs: string[];
  /** One thing to do. Its page asks for a click: opening it changes nothing (spec 09). */
  button: { label: string; url: string } | null;
  /** Why the reader gets this mail, and what to do when it was not meant for them. */
  footnote: string;
}

type Values = z.ZodObject<Record<string, z.ZodType<string>>>;

export interface Template<Schema extends Values> {
  values: Schema;
  /** From stored values. @throws when they are not the template's */
  compose: (this: void, values: unknown) => Letter;
}

export function template<Schema extends Values>(
  values: Schema,
  compose: (values: z.infer<Schema>) => Letter,
): Template<Schema> {
  return { values, compose: (stored) => compose(values.parse(stored)) };
}
