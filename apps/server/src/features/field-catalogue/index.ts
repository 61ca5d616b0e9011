/** The fields of PartnerOS's own objects, served. */

export * as fieldCatalogueOperations from './operations.ts';
export { mountFieldCatalogue } from './routes.ts';
