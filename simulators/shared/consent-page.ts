/** The consent page of both demo CRMs: plain HTML, works without script. */
import { escapeHtml } from './wire.ts';

export interface ConsentChoice {
  value: string;
  name: string;
  detail: string;
}

export interface ConsentPage {
  crm: string;
  /** Colour of the bar and the button. */
  colour: string;
  appName: string;
  action: string;
  /** Name of the radio inputs: `org` or `portal`. */
  field: string;
  question: string;
  choices: readonly ConsentChoice[];
  selected: string;
  scopes: readonly string[];
  hidden: Readonly<Record<string, string>>;
}

const STYLE = `
  :root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1d2733; }
  body { margin: 0; background: #f2f4f7; }
  main { max-width: 30rem; margin: 8vh auto; background: #fff; border-radius: 12px;
    box-shadow: 0 2px 14px rgb(20 30 50 / 14%); overflow: hidden; }
  header { background: var(--accent); color: #fff; padding: 1.25rem 1.75rem; }
  header p { margin: 0; opacity: .92; font-size: .875rem; }
  h1 { margin: 0; font-size: 1.25rem; }
  form, section { padding: 1.25rem 1.75rem 1.75rem; }
  fieldset { border: 0; padding: 0; margin: 0 0 1rem; }
  legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
  label { display: flex; gap: .75rem; align-items: flex-start; padding: .625rem .75rem;
    border: 1px solid #d5dbe3; border-radius: 8px; margin-bottom: .5rem; cursor: pointer; }
  label:has(:checked) { border-color: var(--accent); background: #f4f8ff; }
  small { display: block; color: #566375; }
  .scopes { color: #566375; font-size: .875rem; margin: 0 0 1.25rem; overflow-wrap: anywhere; }
  .actions { display: flex; gap: .75rem; }
  button { font: inherit; font-weight: 600; padding: .625rem 1.25rem; border-radius: 8px;
    border: 1px solid #b6c0cc; background: #fff; color: #1d2733; cursor: pointer; }
  button[value=allow] { background: var(--accent); border-color: var(--accent); color: #fff; }
  :focus-visible { outline: 3px solid #1d2733; outline-offset: 2px; }
`;

function frame(title: string, colour: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>:root { --accent: ${colour}; }${STYLE}</style>
</head>
<body>
<main>${body}</main>
</body>
</html>
`;
}

function radio(page: ConsentPage, choice: ConsentChoice): string {
  const checked = choice.value === page.selected ? ' checked' : '';
  return `<label><input type="radio" name="${page.field}" value="${escapeHtml(choice.value)}"${checked} required>
<span>${escapeHtml(choice.name)}<small>${escapeHtml(choice.detail)}</small></span></label>`;
}

export function consentPage(page: ConsentPage): string {
  const hidden = Object.entries(page.hidden)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
    .join('\n');
  const scopes = page.scopes.length > 0 ? page.scopes.join(', ') : 'everything the app may ask for';
  return frame(
    `Allow access – ${page.crm}`,
    page.colour,
    `<header><h1>${escapeHtml(page.crm)}</h1><p>A simulation. No real account is touched.</p></header>
<form method="post" action="${page.action}">
${hidden}
<fieldset><legend>${escapeHtml(page.question)}</legend>
${page.choices.map((choice) => radio(page, choice)).join('\n')}
</fieldset>
<p class="scopes"><strong>${escapeHtml(page.appName)}</strong> asks for: ${escapeHtml(scopes)}</p>
<div class="actions">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny" formnovalidate>Deny</button>
</div>
</form>`,
  );
}

/** Shown instead of a redirect when the client or its address cannot be trusted. */
export function authorizeErrorPage(
  crm: string,
  colour: string,
  error: string,
  description: string,
): string {
  return frame(
    `Error – ${crm}`,
    colour,
    `<header><h1>${escapeHtml(crm)}</h1></header>
<section><p>error=${escapeHtml(error)}&amp;error_description=${escapeHtml(description)}</p></section>`,
  );
}
