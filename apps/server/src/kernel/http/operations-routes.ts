/** What operators and machines read: /healthz, /readyz, /metrics. No session, no Host check. */

import { equalInConstantTime } from '../crypto/tokens.ts';
import type { Health } from '../health.ts';
import type { Metrics } from '../metrics.ts';
import { frameAnswer } from './middleware.ts';
import { Problem } from './problem.ts';
import type { Router } from './routes.ts';

export function mountOperationsRoutes(
  router: Router,
  parts: {
    health: Health;
    metrics: Metrics;
    metricsToken: string | null;
    publicUrl: string | null;
  },
): void {
  const { health, metrics, metricsToken, publicUrl } = parts;
  const secure = publicUrl?.startsWith('https://') ?? false;
  router.on('GET', ['/healthz', '/readyz', '/metrics'], frameAnswer(secure));

  router.get('/healthz', (context) => context.json({ status: 'ok' }));

  router.get('/readyz', async (context) => {
    const { ready, checks } = await health.readiness();
    return context.json({ status: ready ? 'ready' : 'degraded', checks }, ready ? 200 : 503);
  });

  router.get('/metrics', async (context) => {
    const given = context.req.header('authorization') ?? '';
    // Without a token set, the numbers are for this machine alone. Once the program has a public
    // address, a proxy on this machine may make strangers look like that.
    const allowed =
      metricsToken === null
        ? publicUrl === null && isLoopback(remoteAddress(context.env))
        : equalInConstantTime(given, `Bearer ${metricsToken}`);
    if (!allowed) throw new Problem('unauthorized', 'Send METRICS_TOKEN as a bearer token.');
    return context.text(await metrics.render(), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    });
  });
}

function remoteAddress(env: unknown): string {
  // Hono types the environment loosely; the node adapter puts the socket there.
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? '';
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
