import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useState,
} from 'react';
import { ApiError, hasCode } from '../../lib/api-error.ts';

/** Fetched when first asked for. */
const ConfirmIdentityDialog = lazy(async () => {
  const module = await import('./confirm-identity-dialog.tsx');
  return { default: module.ConfirmIdentityDialog };
});

type Ask = () => Promise<boolean>;

const Asking = createContext<Ask>(async () => false);

/**
 * Runs an act that may need a fresh proof of identity: when the API asks for one, the person gives
 * the password and the act is done again, once.
 * @throws ApiError `confirmation_required` when the person would rather not
 */
export function useConfirmedAct(): <Result>(act: () => Promise<Result>) => Promise<Result> {
  const ask = useContext(Asking);
  return useCallback(
    async (act) => {
      try {
        return await act();
      } catch (error) {
        if (!hasCode(error, 'confirmation_required')) throw error;
        if (await ask()) return act();
        const sentence = 'Nothing was done, because it needs your password.';
        throw new ApiError({ code: 'confirmation_required', sentence });
      }
    },
    [ask],
  );
}

interface Pending {
  answer: (confirmed: boolean) => void;
}

export function ConfirmIdentityProvider({ children }: { children: ReactNode }) {
  const [pending, setPending] = useState<Pending | null>(null);
  const ask = useCallback<Ask>(() => new Promise((resolve) => setPending({ answer: resolve })), []);
  const finish = (confirmed: boolean): void => {
    pending?.answer(confirmed);
    setPending(null);
  };
  return (
    <Asking value={ask}>
      {children}
      <Suspense>{pending && <ConfirmIdentityDialog onFinish={finish} />}</Suspense>
    </Asking>
  );
}
