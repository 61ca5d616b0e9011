import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';

type ToastTone = 'good' | 'danger';
type Show = (sentence: string, tone?: ToastTone) => void;

interface Message {
  id: number;
  sentence: string;
  tone: ToastTone;
}

const Toasts = createContext<Show>(() => undefined);

/** Says in a sentence how something ended that has no place of its own on the page to say so. */
export function useToast(): Show {
  return useContext(Toasts);
}

const shownMilliseconds = 6_000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState<Message | null>(null);
  const show = useCallback<Show>((sentence, tone = 'good') => {
    setMessage((previous) => ({ id: (previous?.id ?? 0) + 1, sentence, tone }));
  }, []);
  useEffect(() => {
    if (!message) return undefined;
    const timer = setTimeout(() => setMessage(null), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <Toasts value={show}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex justify-center"
      >
        {message && (
          <div
            key={message.id}
            className="pointer-events-auto flex max-w-lg items-center gap-3 rounded-lg border border-line bg-surface py-2 pl-3 pr-2 shadow-lg"
          >
            <ToastIcon tone={message.tone} />
            <p>{message.sentence}</p>
            <IconButton label="Dismiss" icon={<X />} onClick={() => setMessage(null)} />
          </div>
        )}
      </div>
    </Toasts>
  );
}

function ToastIcon({ tone }: { tone: ToastTone }) {
  if (tone === 'good') return <CircleCheck aria-hidden className="size-4.5 shrink-0 text-good" />;
  return <CircleAlert aria-hidden className="size-4.5 shrink-0 text-danger" />;
}
