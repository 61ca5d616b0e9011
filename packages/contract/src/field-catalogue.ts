/**
 * The one list of the fields of PartnerOS's own objects.
 *
 * Mapping, forms, filters, import, export and workflows all read it, so a field that is missing
 * here does not exist for them. Custom fields of an organization are added to it when it is served.
 */
import { contactFields } from './catalogue/contact.ts';
import { dealFields } from './catalogue/deal.ts';
import { dealRegistrationFields } from './catalogue/deal-registration.ts';
import { leadFields } from './catalogue/lead.ts';
import { partnerFields } from './catalogue/partner.ts';
import type { CatalogueField, PartnerosObject } from './object-fields.ts';

export const fieldCatalogue: Readonly<Record<PartnerosObject, readonly CatalogueField[]>> = {
  partner: partnerFields,
  contact: contactFields,
  deal_registration: dealRegistrationFields,
  deal: dealFields,
  lead: leadFields,
};
