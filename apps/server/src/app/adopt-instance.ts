/** Ends a quarantine: the operator says what became of the original. */
import { deleteEverySession } from '../features/identity/index.ts';
import { forgetGrants } from '../features/integrations/index.ts';
import { giveUpUnsentMails } from '../features/mail/index.ts';
import type { Database } from '../kernel/db/database.ts';
import { Problem } from '../kernel/http/problem.ts';
import type { Installation, Quarantine } from '../kernel/quarantine.ts';
import { adoptInstallation } from './instance.ts';

/**
 * - `moved`: this is the original in a new place; everything goes on.
 * - `restored`: the original is gone and this stands in for it; mail that waited there may have gone
 *   out since and is not sent again.
 * - `copy`: the original lives. Its CRM grants are forgotten here, not revoked; sessions end.
 */
export type Adoption = 'moved' | 'restored' | 'copy';

export interface AdoptParts {
  database: Database;
  quarantine: Quarantine;
  installation: Installation;
}

/**
 * @returns a sentence that says what was done
 * @throws Problem prerequisite_missing when there is no quarantine to end
 */
export async function adoptInstance(parts: AdoptParts, how: Adoption): Promise<string> {
  const { database, quarantine, installation } = parts;
  quarantine.forget();
  if ((await quarantine.reason()) === null) {
    throw new Problem('prerequisite_missing', 'This installation is not in quarantine.');
  }
  let grants = 0;
  // The quarantine ends last: interrupted, all this is simply done again.
  if (how === 'copy') {
    await database.withEveryOrganization('adopt-instance', async (tx) => {
      grants += await forgetGrants(tx);
    });
    await database.withIdentity(deleteEverySession);
  }
  if (how !== 'moved') await database.withIdentity(giveUpUnsentMails);
  await adoptInstallation(database, installation);
  quarantine.forget();
  const url = installation.publicUrl ?? 'no public address';
  const forgotten = how === 'copy' ? ` ${grants} CRM grants were forgotten here, not revoked.` : '';
  return `This installation is at home here now (${url}).${forgotten}`;
}
