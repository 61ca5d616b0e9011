import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useRef, useState } from 'react';
import { api, bodyOf } from '../../lib/api.ts';
import { faultAt, hasCode, toApiError } from '../../lib/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface Credentials {
  email: string;
  password: string;
}

type Faults = Partial<Record<keyof Credentials, string>>;

/** E-mail and password; after a failure the focus goes to what has to be corrected. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const [faults, setFaults] = useState<Faults>({});
  const form = useRef<HTMLFormElement>(null);
  const signIn = useMutation({
    mutationFn: async (body: Credentials) => {
      const answer = await bodyOf(api.POST('/api/auth/sign-in/email', { body }));
      if (!answer.twoFactorRequired) await onSignedIn();
      return answer;
    },
    meta: { signsIn: true },
    onError: () => focusOn(form.current, 'password'),
  });

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const credentials = readCredentials(new FormData(event.currentTarget));
    const found = findFaults(credentials);
    setFaults(found);
    const [first] = Object.keys(found);
    if (first === undefined) signIn.mutate(credentials);
    else focusOn(form.current, first);
  }

  return (
    <form ref={form} noValidate onSubmit={submit} className="grid gap-4">
      {signIn.error && <Notice live tone="danger" title={failureSentence(signIn.error)} />}
      {signIn.data?.twoFactorRequired && (
        <Notice live tone="warn" title="This account asks for a second step.">
          This web application cannot take the code. Ask an Owner of your organization for help.
        </Notice>
      )}
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        fault={faults.email ?? faultAt(signIn.error, 'email')}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        fault={faults.password ?? faultAt(signIn.error, 'password')}
      />
      <Button type="submit" look="primary" busy={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}

function readCredentials(data: FormData): Credentials {
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  return { email: text('email').trim(), password: text('password') };
}

/** What can be seen at a glance; the rest is the API's to check. */
function findFaults({ email, password }: Credentials): Faults {
  const faults: Faults = {};
  if (!/^\S+@\S+$/.test(email)) {
    faults.email = 'Enter your e-mail address, such as name@company.com.';
  }
  if (password === '') faults.password = 'Enter your password.';
  return faults;
}

function failureSentence(error: unknown): string {
  if (hasCode(error, 'unauthorized')) {
    return 'E-mail or password is wrong. Check both and try again.';
  }
  return toApiError(error).message;
}

function focusOn(form: HTMLFormElement | null, name: string): void {
  form?.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.focus();
}
