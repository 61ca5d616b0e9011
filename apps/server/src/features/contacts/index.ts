/** Contacts: the people at partners. */
export { addContact } from './add-contact.ts';
