/**
 * Is this the installation that the database was made for, or a copy of it?
 *
 * The database remembers the public address and the place of its installation. A process that stands
 * elsewhere may be a clone beside the running original: it must not use the original's grants, send
 * its mail or do its jobs (spec 09, “Copies”). The comparison is made with what this process was
 * started with, never stored: a stray process on the original's database rests by itself and does
 * not stop the original.
 */
import { z } from 'zod';
import type { Database } from './db/database.ts';
import { Problem } from './http/problem.ts';
import { OutboundFailure } from './outbound/failure.ts';

/** Where a process stands. */
export interface Installation {
  publicUrl: string | null;
  /** The data folder or the server's database, see `app/instance.ts`. */
  place: string;
}

export type QuarantineReason = 'restored' | 'place' | 'public_url';

export interface Quarantine {
  /** Why this process rests; null when all is well. At most a second old. */
  reason(): Promise<QuarantineReason | null>;
  /** @throws Problem unavailable in quarantine */
  refuse(): Promise<void>;
  /** The same for the outbound client. @throws OutboundFailure quarantined */
  refuseCall(): Promise<void>;
  /** Asks the database again at the next question: what was recorded has changed. */
  forget(): void;
}

export const quarantineSentences: Readonly<Record<QuarantineReason, string>> = {
  restored: 'This installation was restored from a backup.',
  place: 'This database was copied or moved here from another place.',
  public_url: 'PUBLIC_URL is another one than this installation was set up with.',
};

const resting =
  'PartnerOS is in quarantine and acts on nothing outside until its operator has run “cli instance adopt”.';

const rows = z.array(
  z.object({
    public_url: z.string().nullable(),
    place: z.string().nullable(),
    placed_at: z.date().nullable(),
    restored_at: z.date().nullable(),
  }),
);

const freshMilliseconds = 1000;

export function createQuarantine(database: Database, installation: Installation): Quarantine {
  let known: { reason: QuarantineReason | null; at: number } | null = null;

  async function reason(): Promise<QuarantineReason | null> {
    if (known && performance.now() - known.at < freshMilliseconds) return known.reason;
    const found = await database.lookUp({
      name: 'read-installation',
      text: 'select public_url, place, placed_at, restored_at from instance',
      values: [],
    });
    const answer = judge(rows.parse(found)[0], installation);
    known = { reason: answer, at: performance.now() };
    return answer;
  }

  return {
    reason,
    async refuse() {
      if ((await reason()) !== null) throw new Problem('unavailable', resting);
    },
    async refuseCall() {
      if ((await reason()) !== null) throw new OutboundFailure('quarantined', resting);
    },
    forget() {
      known = null;
    },
  };
}

function judge(
  recorded: z.infer<typeof rows>[number] | undefined,
  here: Installation,
): QuarantineReason | null {
  if (!recorded) return null;
  if (recorded.restored_at !== null) return 'restored';
  if (recorded.placed_at === null) return null;
  if (recorded.place !== here.place) return 'place';
  return recorded.public_url === here.publicUrl ? null : 'public_url';
}
