import type { UseQueryResult } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import type { Mapping, Suggestions } from '../../lib/api-types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { useMay } from '../identity/session.ts';
import { platformNames } from '../integrations/words.ts';
import type { MappingSubject } from './mapping-subject.ts';
import { stateWords } from './mapping-words.ts';
import { partnerosObjectNames, readPair } from './object-pair.ts';

interface MappingHeadProps {
  subject: MappingSubject;
  mapping: Mapping;
  suggestions: UseQueryResult<Suggestions>;
}

/** Which mapping this is, how far it is, and where suggestions come from. */
export function MappingHead({ subject, mapping, suggestions }: MappingHeadProps) {
  const maySuggest = useMay('mapping.suggest');
  const { label, tone } = stateWords[mapping.state];
  const pair = readPair(subject.objectPair);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 tabIndex={-1} className="text-lg font-semibold">
          {pair && partnerosObjectNames[pair.partnerosObject]} and {platformNames[subject.platform]}{' '}
          {subject.schema.label}
        </h2>
        <Badge tone={tone}>{mapping.version === 0 ? 'Not saved yet' : label}</Badge>
        {maySuggest && (
          <Button
            className="sm:ml-auto"
            look={mapping.pairs.length === 0 && !suggestions.data ? 'primary' : 'secondary'}
            icon={<Sparkles className="size-4" />}
            busy={suggestions.isFetching}
            onClick={() => void suggestions.refetch()}
          >
            {suggestions.data ? 'Suggest again' : 'Get suggestions'}
          </Button>
        )}
      </div>
      {suggestions.error && (
        <ErrorState title="There are no suggestions" error={suggestions.error} />
      )}
      <p role="status" className="text-sm text-ink-faint">
        {suggestions.data
          ? `${suggestions.data.suggestions.length} suggestions by ${suggestions.data.engine}. Nothing is taken over until you accept it.`
          : 'Suggestions compare names, labels, types and values of both sides. Nothing is taken over by itself.'}
      </p>
    </div>
  );
}
