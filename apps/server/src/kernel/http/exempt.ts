/** Which operations stand outside the origin and JSON rules, by name, each with the reason why. */
import type { Operation } from './routes.ts';

const exemptOperations: Readonly<Record<string, string>> = {
  receiveSamlAnswer:
    'The browser posts it from the identity provider’s site; the assertion’s signature is checked.',
};

/** Refuses to mount what declares an exemption without standing in the list, and the reverse. */
export function checkExemption({ id, exempt }: Operation): void {
  if ((exempt !== undefined) === Object.hasOwn(exemptOperations, id)) return;
  throw new Error(`${id} and the list of exempt operations do not agree.`);
}
