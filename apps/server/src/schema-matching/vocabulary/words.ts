/** Words that weigh little, and the nouns that an object lends to its fields. */
/** Words that say little by themselves; they count for a third. */
export const lightWords = new Set(
  'id number date name code url value field record info information is has was type text flag time data detail current total'.split(
    ' ',
  ),
);

/** Words that say nothing. */
export const stopWords = new Set(
  'of the a an and or for in with our your this its their de la le les du des der die das und fur von et d l au aux chez vom beim zum zur del della dei van het voor'.split(
    ' ',
  ),
);

/** Words for one kind of thing; an object's own noun adds little to the names of its fields. */
export const objectNouns: Record<string, readonly string[]> = {
  company: ['account', 'company', 'organization', 'business'],
  partner: ['partner', 'partnership', 'prm', 'alliance'],
  person: ['contact', 'person', 'individual'],
  lead: ['lead'],
  deal: ['deal', 'opportunity'],
  registration: ['registration'],
};
