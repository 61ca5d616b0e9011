/** Requests and answers as plain values, and the few ways to build an answer. */
import { randomUUID } from 'node:crypto';

export type CrmName = 'salesforce' | 'hubspot';

export interface WireRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Lower-case names; repeated headers joined by `, `. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Values of `:name` parts of the route's pattern, decoded. */
  params: Readonly<Record<string, string>>;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const JSON_TYPE = 'application/json;charset=UTF-8';

export function json(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): WireResponse {
  return {
    status,
    headers: { 'content-type': JSON_TYPE, ...headers },
    body: JSON.stringify(value),
  };
}

export function jsonText(text: string, headers: Record<string, string> = {}): WireResponse {
  return { status: 200, headers: { 'content-type': JSON_TYPE, ...headers }, body: text };
}

export function html(status: number, page: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: page,
  };
}

export function empty(status: number, headers: Record<string, string> = {}): WireResponse {
  return { status, headers, body: '' };
}

/** 302 to `target` with `parameters` added to its query; undefined ones are left out. */
export function redirect(
  target: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): WireResponse {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return empty(302, { location: url.toString(), 'cache-control': 'no-store' });
}

/** The fields of a form-encoded body; anything else has none. */
export function formOf(request: WireRequest): URLSearchParams {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams();
  return new URLSearchParams(request.body);
}

/** The token of `Authorization: Bearer …`; Salesforce also takes the scheme `OAuth`. */
export function bearerOf(request: WireRequest): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
}

export const correlationId = randomUUID;

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
