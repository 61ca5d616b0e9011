/** Further organizations for a test app, made through the program's own use cases. */
import { addMember, createOrganization, ensureUser } from '../src/features/identity/index.ts';
import { type Client, signInAs } from './client.ts';
import type { TestApp } from './harness.ts';
import { testPassword } from './secrets.ts';

export interface AddedOrganization {
  id: string;
  owner: { userId: string; email: string };
  /** Signs its owner in. */
  signIn(): Promise<Client>;
}

let added = 0;

/** An organization with an owner of its own. */
export async function addOrganization(
  { app, url }: Pick<TestApp, 'app' | 'url'>,
  name = 'Second Organization',
): Promise<AddedOrganization> {
  added += 1;
  const slug = `organization-${added}`;
  const email = `owner@${slug}.example`;
  const user = { name: 'Olga Other', email, password: testPassword };
  const userId = await ensureUser(app.database, app.identity.auth, user);
  const id = await createOrganization(app.database, { name, slug });
  await addMember(app.database, id, { userId, role: 'owner' });
  return { id, owner: { userId, email }, signIn: () => signInAs(url, email) };
}
