/** Which PartnerOS field goes with which CRM field: suggestions, and what people decided. */
export { mappedFields } from './mapped-fields.ts';
export * as fieldMappingOperations from './operations.ts';
export { mountFieldMapping } from './routes.ts';
