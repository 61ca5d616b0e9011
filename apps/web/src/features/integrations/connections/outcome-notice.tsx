import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { buttonClasses } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { outcomeWords } from '../words.ts';

const route = getRouteApi('/app/settings/integrations');

interface Outcome {
  outcome: string;
  platform: string | undefined;
  connection: string | undefined;
}

/**
 * How a connect ended. The code is taken out of the address, so that a reload or a copied link does
 * not tell it again.
 */
export function OutcomeNotice() {
  const { outcome, platform, connection } = route.useSearch();
  const navigate = useNavigate();
  const [shown, setShown] = useState<Outcome | null>(null);
  useEffect(() => {
    if (outcome === undefined) return;
    setShown({ outcome, platform, connection });
    void navigate({ to: '/settings/integrations', search: {}, replace: true });
  }, [outcome, platform, connection, navigate]);

  if (!shown) return null;
  const { tone, title, advice } = outcomeWords(shown.outcome, shown.platform);
  return (
    <Notice
      live
      tone={tone}
      title={title}
      actions={tone === 'good' && shown.connection && <SchemaLink id={shown.connection} />}
      onDismiss={() => setShown(null)}
    >
      {advice}
    </Notice>
  );
}

function SchemaLink({ id }: { id: string }) {
  return (
    <Link
      to="/settings/integrations/$connectionId/schema"
      params={{ connectionId: id }}
      className={buttonClasses('secondary', 'small')}
    >
      See its schema
    </Link>
  );
}
