import { fieldCatalogue } from '@partneros/contract/field-catalogue';
import type { Role } from '@partneros/contract/identity';
import type { CatalogueField, PartnerosObject } from '@partneros/contract/object-fields';
import type { Routes } from '../../kernel/http/routes.ts';
import * as operations from './operations.ts';

/** Serves the one list of an object's fields; portal users get those that partners may see. */
export function mountFieldCatalogue(routes: Routes): void {
  routes.organization(operations.listObjectFields, async ({ caller, params }) => ({
    object: params.object,
    fields: fieldsFor(params.object, caller.membership.role),
  }));
}

function fieldsFor(object: PartnerosObject, role: Role): readonly CatalogueField[] {
  const fields = fieldCatalogue[object];
  return role === 'partner' ? fields.filter((field) => field.partnerVisible) : fields;
}
