/** The one page of the dashboard: a frame without any figure, its script and its styles, all from this server. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface PageFiles {
  readonly script: string;
  readonly styles: string;
}

/** What is answered at each address; the files' addresses change with their content, so that they may be kept for good. */
export interface Page {
  readonly html: string;
  readonly files: ReadonlyMap<string, { readonly type: string; readonly text: string }>;
}

/** Nothing of another host, nothing inline, nothing in a frame. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `team.js` and `team.css` of the first folder that has both; null where none has. */
export async function builtPageFiles(folders: readonly string[]): Promise<PageFiles | null> {
  for (const folder of folders) {
    try {
      const [script, styles] = await Promise.all([
        readFile(path.join(folder, 'team.js'), 'utf8'),
        readFile(path.join(folder, 'team.css'), 'utf8'),
      ]);
      return { script, styles };
    } catch {
      // The next folder may have them.
    }
  }
  return null;
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#0a58b8"/><path d="M4 13h3.4l2.2-6.6 3.7 11.4 2.3-6.6.9 1.8H20" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/></svg>';

export function pageOf({ script, styles }: PageFiles): Page {
  const named = (name: string, ending: string, text: string): string =>
    `/assets/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.${ending}`;
  const [scriptAddress, stylesAddress, iconAddress] = [
    named('team', 'js', script),
    named('team', 'css', styles),
    named('icon', 'svg', icon),
  ];
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Payoff: the team</title>
<link rel="icon" href="${iconAddress}" type="image/svg+xml">
<link rel="stylesheet" href="${stylesAddress}">
<script src="${scriptAddress}" defer></script>
</head>
<body>
<div id="page"></div>
<noscript><p>The dashboard draws its figures in the browser: turn JavaScript on for this address, or take the exports.</p></noscript>
</body>
</html>
`;
  return {
    html,
    files: new Map([
      [scriptAddress, { type: 'text/javascript; charset=utf-8', text: script }],
      [stylesAddress, { type: 'text/css; charset=utf-8', text: styles }],
      [iconAddress, { type: 'image/svg+xml', text: icon }],
    ]),
  };
}
