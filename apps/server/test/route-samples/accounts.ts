import {
  addCarefulPerson,
  addPerson,
  appCode,
  createBrowser,
  newAddress,
  newPassword,
  signInWith,
  signUpAs,
  tokenFor,
} from '../browsers.ts';
import { createClient, signInAs } from '../client.ts';
import type { TestApp } from '../harness.ts';
import { testPassword } from '../secrets.ts';
import type { SampleArea } from './sample.ts';

const noToken = 'no-link-has-such-a-token-at-all';

/** A signed-in person whose sessions and proofs are nobody else's. */
async function onesOwn(t: TestApp) {
  const { email } = await addPerson(t);
  return { client: await signInWith(createBrowser(t.url), email) };
}

async function careful(t: TestApp) {
  const { browser } = await addCarefulPerson(t);
  return { client: browser };
}

export const accountSamples: SampleArea = {
  async prepare(t, owner) {
    const { body } = await owner.get('/api/auth/session');
    const spare = await signInAs(t.url, body.session.user.email);
    const listed = (await spare.get('/api/auth/sessions')).body;
    const current = listed.sessions.find((one: { current: boolean }) => one.current);
    return { sessionId: current.id };
  },
  samples: {
    signUp: () => ({
      body: {
        ...{ name: 'Nora New', email: 'nora@new.example', password: newPassword },
        organizationName: 'Newcomers',
      },
      status: 202,
    }),
    proveAddress: () => ({
      body: { token: noToken, password: newPassword },
      status: 200,
      async arrange(t) {
        const email = newAddress();
        const client = await signUpAs(t, email);
        return { client, body: { token: await tokenFor(t, email) } };
      },
    }),
    forgotPassword: () => ({ body: { email: 'viewer@demo.example' }, status: 202 }),
    resetPassword: () => ({
      body: { token: noToken, password: newPassword },
      status: 200,
      async arrange(t) {
        const { email } = await addPerson(t);
        await t.signedOut().post('/api/auth/forgot-password', { email });
        const token = await tokenFor(t, email);
        return { client: createClient(t.url), body: { token, password: newPassword } };
      },
    }),
    changePassword: () => ({
      body: { currentPassword: testPassword, password: newPassword, endOtherSessions: true },
      status: 200,
      arrange: onesOwn,
    }),
    getTwoFactor: () => ({ status: 200 }),
    beginTwoFactor: () => ({ status: 200, arrange: onesOwn }),
    enableTwoFactor: () => ({
      body: { code: '123456' },
      status: 200,
      async arrange(t) {
        const { client } = await onesOwn(t);
        const { body } = await client.post('/api/auth/two-factor/begin');
        return { client, body: { code: appCode(body.secret) } };
      },
    }),
    disableTwoFactor: () => ({ status: 200, arrange: careful }),
    renewBackupCodes: () => ({ status: 200, arrange: careful }),
    verifyTwoFactor: () => ({
      body: { code: '123456' },
      status: 200,
      async arrange(t) {
        const { email, secret } = await addCarefulPerson(t);
        const client = await signInWith(createBrowser(t.url), email);
        return { client, body: { code: appCode(secret) } };
      },
    }),
    listSessions: () => ({ query: { limit: '5' }, status: 200 }),
    endSession: ({ sessionId = '' }) => ({ params: { sessionId }, status: 200 }),
    endOtherSessions: () => ({ status: 200, arrange: onesOwn }),
    changeEmail: () => ({
      body: { email: 'elsewhere@new.example' },
      status: 202,
      arrange: onesOwn,
    }),
    confirmEmail: () => ({
      body: { token: noToken },
      status: 200,
      async arrange(t) {
        const { client } = await onesOwn(t);
        const email = newAddress();
        await client.post('/api/auth/change-email', { email });
        return { client, body: { token: await tokenFor(t, email) } };
      },
    }),
    updateProfile: () => ({ body: { name: 'Olivia Owens' }, status: 200 }),
  },
};
