/** Contacts: the people at partners. */
export { addContact } from './add-contact.ts';
export { type Contact, findContact } from './find-contact.ts';
