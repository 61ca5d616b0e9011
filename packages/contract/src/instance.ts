/** What everybody who is signed in may know about the installation itself. */
import { z } from 'zod';
import { orNull } from './common.ts';

/** A copy or a restored backup acts on nothing outside until its operator has said what it is. */
export const quarantine = z
  .strictObject({
    reason: z.enum(['restored', 'place', 'public_url']),
    message: z.string().meta({ description: 'For a banner on every page.' }),
  })
  .meta({ id: 'Quarantine' });

export const instanceAnswer = z.strictObject({
  instance: z.strictObject({ quarantine: orNull(quarantine) }).meta({ id: 'Instance' }),
});
