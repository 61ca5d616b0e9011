/** Prometheus metrics of the process, the API and the jobs. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  observeRequest: (request: {
    method: string;
    route: string;
    status: number;
    seconds: number;
  }) => void;
  /** Counts something that the product does, by name and label values. */
  count(name: CounterName, labels?: Record<string, string>): void;
  /** A value read anew at each scrape. */
  gauge(name: string, help: string, read: () => Promise<number>): void;
  /** The exposition text. */
  render(): Promise<string>;
}

const counters = {
  partneros_crm_calls_total: { help: 'Calls to CRMs.', labels: ['platform', 'outcome'] },
  partneros_token_refreshes_total: {
    help: 'Refreshes of CRM tokens, by how they ended.',
    labels: ['platform', 'outcome'],
  },
  partneros_schema_refreshes_total: {
    help: 'Schema refreshes, by how they ended.',
    labels: ['outcome'],
  },
  partneros_mails_total: {
    help: 'Mails, by what became of an attempt to hand them over.',
    labels: ['outcome'],
  },
} as const;

export type CounterName = keyof typeof counters;

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'partneros_http_request_seconds',
    help: 'Time to answer, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const made = new Map(
    Object.entries(counters).map(([name, { help, labels }]) => [
      name,
      new Counter({ name, help, labelNames: [...labels], registers: [registry] }),
    ]),
  );
  return {
    observeRequest: ({ method, route, status, seconds }) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    count: (name, labels = {}) => made.get(name)?.inc(labels),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read());
        },
      });
    },
    render: () => registry.metrics(),
  };
}
