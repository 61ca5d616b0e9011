/** Partners: the companies in the organization's ecosystem. */
export { addPartner } from './add-partner.ts';
export { findPartnerName } from './find-partner-name.ts';
