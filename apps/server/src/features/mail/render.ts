/** A letter as text and as HTML. Values are escaped; nothing is loaded from anywhere. */
import type { Letter } from './letter.ts';

export interface RenderedLetter {
  subject: string;
  text: string;
  html: string;
}

export function renderLetter(written: Letter): RenderedLetter {
  const letter: Letter = {
    ...written,
    subject: oneLine(written.subject).slice(0, 200),
    paragraphs: written.paragraphs.map(oneLine),
  };
  return { subject: letter.subject, text: textOf(letter), html: htmlOf(letter) };
}

/**
 * Subject and paragraphs are one line each: a line break in a name must begin neither another header
 * nor a paragraph that reads as if it were ours.
 */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

function textOf({ paragraphs, button, footnote }: Letter): string {
  const parts = [...paragraphs, ...(button ? [`${button.label}:\n${button.url}`] : [])];
  return `${[...parts, `-- \n${footnote}`].join('\n\n')}\n`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
}

function htmlOf({ subject, paragraphs, button, footnote }: Letter): string {
  const lines = paragraphs.map((text) => `<p>${escape(text)}</p>`);
  if (button) {
    const link =
      'display:inline-block;padding:10px 18px;border-radius:6px;background:#1f4fd8;color:#fff;text-decoration:none';
    lines.push(
      `<p><a href="${escape(button.url)}" style="${link}">${escape(button.label)}</a></p>`,
    );
  }
  lines.push(`<p style="color:#667085;font-size:13px">${escape(footnote)}</p>`);
  const body =
    'font:15px/1.5 system-ui,sans-serif;color:#1d2433;max-width:560px;margin:24px auto;padding:0 16px';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(subject)}</title></head><body style="${body}">${lines.join('')}</body></html>`;
}
