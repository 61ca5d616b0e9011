import type { Routes } from '../../kernel/http/routes.ts';
import { type Quarantine, quarantineSentences } from '../../kernel/quarantine.ts';
import * as operations from './operations.ts';

export function mountInstance(routes: Routes, { quarantine }: { quarantine: Quarantine }): void {
  routes.signedIn(operations.getInstance, async () => {
    const reason = await quarantine.reason();
    return {
      instance: {
        quarantine: reason && {
          reason,
          message: `${quarantineSentences[reason]} It reads as usual but sends no mail and calls no CRM until its operator has said what it is.`,
        },
      },
    };
  });
}
