import type { WireRequest, WireResponse } from './wire.ts';

/** One call of a CRM. `call` is its name in fault scripts and in the request log. */
export interface Route {
  method: string;
  /** Parts beginning with `:` match one path part and become parameters. */
  pattern: string;
  call: string;
  handle(request: WireRequest): WireResponse | Promise<WireResponse>;
}

export interface MatchedRoute {
  route: Route;
  params: Record<string, string>;
}

export class Router {
  readonly #entries: { route: Route; expression: RegExp; names: string[] }[];

  constructor(routes: readonly Route[]) {
    this.#entries = routes.map((route) => {
      const names = [...route.pattern.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
      const source = route.pattern.replaceAll('.', '\\.').replace(/:\w+/g, '([^/]+)');
      return { route, names, expression: new RegExp(`^${source}/?$`) };
    });
  }

  find(method: string, path: string): MatchedRoute | undefined {
    for (const { route, expression, names } of this.#entries) {
      if (route.method !== method) continue;
      const match = expression.exec(path);
      if (match) return { route, params: readParams(names, match) };
    }
    return undefined;
  }

  /** Whether the path exists under another method, which is 405 rather than 404. */
  knowsPath(path: string): boolean {
    return this.#entries.some(({ expression }) => expression.test(path));
  }
}

function readParams(names: readonly string[], match: RegExpExecArray): Record<string, string> {
  const params: Record<string, string> = {};
  names.forEach((name, index) => {
    params[name] = decode(match[index + 1] ?? '');
  });
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a broken escape is looked up as it stands, and not found
  }
}
