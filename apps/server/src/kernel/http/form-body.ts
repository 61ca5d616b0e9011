/** Reading a posted form, where an operation is exempt from JSON: same budget, no field twice. */
import { hasBody, readText } from './json-body.ts';
import { Problem } from './problem.ts';

/** Fields by name; undefined for no body at all. */
export async function readFormBody(request: Request): Promise<Record<string, string> | undefined> {
  if (!hasBody(request)) return undefined;
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    throw new Problem('invalid_body', 'The body must be a form (x-www-form-urlencoded).');
  }
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(await readText(request))) {
    if (Object.hasOwn(fields, name)) throw new Problem('invalid_body', 'A field is given twice.');
    if (value.includes('\0')) {
      throw new Problem('invalid_body', 'The body holds a character that no text can hold.');
    }
    fields[name] = value;
  }
  return fields;
}
