/**
 * The two sides of a comparison, made ready and kept in process memory by what they are made of:
 * platform, object and schema hash, within their organization. Nothing here outlives the process;
 * what was costly, the vectors, is in the database.
 */
import type { Field } from '@partneros/contract/field';
import type { Platform } from '@partneros/contract/integrations';
import type { CatalogueField } from '@partneros/contract/object-fields';
import type { OrganizationScope } from '../../kernel/db/scope.ts';
import {
  engine,
  type PreparedSchema,
  prepareSchema,
  toMatchField,
} from '../../schema-matching/index.ts';
import {
  EmbeddingFailure,
  type EmbeddingFailureKind,
  type EmbeddingProvider,
} from '../../vendors/embeddings/port.ts';
import { builtInVectors } from './field-vectors.ts';
import { createMemory } from './memory.ts';
import type { FieldMappingParts } from './parts.ts';
import { type ProviderVectors, providerVectors, requireOneLength } from './provider-vectors.ts';

export interface Side {
  /** Says everything that the fields depend on. */
  name: string;
  objectType: string;
  /** null for PartnerOS's own objects. */
  platform: Platform | null;
  fields: readonly (CatalogueField | Field)[];
}

/** The provider's vectors of several sides together, and what `engine` says about it. */
export interface Provided {
  vectors: ProviderVectors | null;
  engine: string;
}

export interface Sides {
  prepared(scope: OrganizationScope, side: Side): Promise<PreparedSchema>;
  /** Never fails for the provider's reasons: then there are no vectors, and `engine` says why. */
  provided(scope: OrganizationScope, sides: readonly Side[]): Promise<Provided>;
}

/** Some 2 MB each for 900 fields. */
const mostPrepared = 8;
/** Up to 15 MB each: 900 fields of 4,096 numbers; 6 MB with the usual 1,536. */
const mostProvided = 4;

const failureWords: Record<EmbeddingFailureKind, string> = {
  no_answer: 'embedding provider did not answer',
  refused: 'embedding provider refused the request',
  bad_answer: 'embedding provider gave an answer that cannot be used',
};

export function createSides(
  parts: Pick<FieldMappingParts, 'database' | 'log' | 'embeddings'>,
): Sides {
  const { database, log, embeddings } = parts;
  const preparedSides = createMemory<PreparedSchema>(mostPrepared);
  const providedSides = createMemory<ProviderVectors>(mostProvided);

  async function prepare(scope: OrganizationScope, side: Side): Promise<PreparedSchema> {
    const fields = side.fields.map(toMatchField);
    const vectors = await builtInVectors(database, scope, fields);
    return prepareSchema({ objectType: side.objectType, platform: side.platform, fields, vectors });
  }

  async function askFor(
    provider: EmbeddingProvider,
    scope: OrganizationScope,
    sides: readonly Side[],
  ): Promise<ProviderVectors> {
    const all: [string, Float32Array][] = [];
    for (const side of sides) {
      const vectors = await providedSides.recall(keyOf(scope, side), () =>
        providerVectors({ database, provider }, scope, side.fields.map(toMatchField)),
      );
      all.push(...vectors);
    }
    return requireOneLength(new Map(all));
  }

  return {
    prepared: (scope, side) => preparedSides.recall(keyOf(scope, side), () => prepare(scope, side)),
    async provided(scope, sides) {
      if (!embeddings) return { vectors: null, engine };
      try {
        const vectors = await askFor(embeddings, scope, sides);
        return { vectors, engine: `${engine} + ${embeddings.engine}` };
      } catch (error) {
        if (!(error instanceof EmbeddingFailure)) throw error;
        log.warn('Embedding provider failed', {
          organizationId: scope.organizationId,
          code: error.kind,
        });
        return { vectors: null, engine: `${engine} (${failureWords[error.kind]})` };
      }
    },
  };
}

function keyOf(scope: OrganizationScope, side: Side): string {
  return `${scope.organizationId} ${side.name}`;
}
