/** Light or dark, and how strong: as the system says, or as the reader chose. The body's class is the one that VS Code would give a page. */

export const looks = ['system', 'light', 'dark'] as const;
export type Look = (typeof looks)[number];

const keptAs = 'payoff.look';
const dark = matchMedia('(prefers-color-scheme: dark)');
const more = matchMedia('(prefers-contrast: more)');
const forced = matchMedia('(forced-colors: active)');
const print = matchMedia('print');

/** What the reader chose, as it is kept in this browser. */
export function chosenLook(): Look {
  const kept = localStorage.getItem(keptAs);
  return looks.find((look) => look === kept) ?? 'system';
}

export function chooseLook(look: Look): void {
  if (look === 'system') localStorage.removeItem(keptAs);
  else localStorage.setItem(keptAs, look);
  apply();
}

/** Keeps the body's class to what is wanted, from now on. Paper is always light. */
export function followAppearance(): void {
  for (const query of [dark, more, forced, print]) query.addEventListener('change', apply);
  apply();
}

function apply(): void {
  const look = chosenLook();
  const isDark = !print.matches && (look === 'system' || forced.matches ? dark.matches : look === 'dark');
  const strong = (more.matches || forced.matches) && !print.matches;
  const kinds = strong
    ? ['vscode-high-contrast', ...(isDark ? [] : ['vscode-high-contrast-light'])]
    : [isDark ? 'vscode-dark' : 'vscode-light'];
  document.body.className = kinds.join(' ');
}
