import type { Display } from '../../core/l10n/display.ts';
import { displayElementId } from '../../protocol/panel.ts';

/** Everything the page may load: two files of the extension, by their addresses for the webview. */
export interface PanelPage {
  readonly nonce: string;
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  /** In which language and currency the page speaks. */
  readonly display: Display;
}

/**
 * The panel's page. Its policy lets it run one script and nothing that is written into it, and reach nothing outside the extension. The
 * toolkit's components take the nonce for their styles from `csp-nonce`. What it is to say is data written into it, which no policy has to allow since it is
 * never run.
 */
export function panelHtml({ nonce, cspSource, script, style, display }: PanelPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource} data:`,
    `font-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${display.locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Payoff</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<script type="application/json" id="${displayElementId}">${asData(display)}</script>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

/** JSON in which nothing can end the element that it stands in. */
function asData(display: Display): string {
  return JSON.stringify(display).replaceAll('<', '\\u003c');
}
