import { h } from '../shared/dom.ts';
import { brand } from './brand.ts';
import type { Description } from '../shared/dom.ts';

export interface LoginForm {
  readonly problem: string | null;
  readonly busy: boolean;
  readonly onToken: (token: string) => void;
}

/** Where a read or lead token is typed, once in this browser. */
export function loginForm({ problem, busy, onToken }: LoginForm): Description {
  return h(
    'main',
    { class: 'login', key: 'login' },
    h(
      'div',
      { class: 'login-card' },
      brand(),
      h('h1', {}, 'The team’s figures'),
      h(
        'p',
        { class: 'quiet' },
        'What a team spends on Claude Code and what it gets for it, in sums of several people. There is no view of a person here.',
      ),
      h(
        'form',
        {
          onsubmit: (event) => {
            event.preventDefault();
            const field = event.target instanceof HTMLFormElement ? event.target.elements.namedItem('token') : null;
            if (field instanceof HTMLInputElement && field.value.trim() !== '') onToken(field.value.trim());
          },
        },
        h('label', { for: 'token' }, 'Read or lead token'),
        h('input', {
          id: 'token',
          name: 'token',
          type: 'password',
          required: true,
          autocomplete: 'current-password',
          spellcheck: 'false',
          autocapitalize: 'off',
          'aria-invalid': problem === null ? null : 'true',
          'aria-describedby': problem === null ? 'token-about' : 'token-problem token-about',
        }),
        h('p', { id: 'token-problem', class: problem === null ? '' : 'login-problem', role: 'alert' }, problem),
        h('button', { type: 'submit', class: 'button main', disabled: busy }, busy ? 'Signing in …' : 'Sign in'),
      ),
      h(
        'p',
        { class: 'quiet fine', id: 'token-about' },
        'Whoever runs the collector makes one with ',
        h('code', { class: 'mono' }, 'payoff collector token create --team TEAM --kind read'),
        '. It is kept in a cookie that scripts cannot read, until you sign out or 12 hours have passed.',
      ),
    ),
  );
}
