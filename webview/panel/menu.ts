/** A button that opens a list of things to do: arrows move in it, Esc closes it and goes back to the button. */
import { h } from '../shared/dom.ts';
import type { Child, Description } from '../shared/dom.ts';

export interface MenuItem {
  readonly label: string;
  /** Why it cannot be chosen now; null where it can. */
  readonly reason?: string | null;
  readonly choose: () => void;
}

export interface Menu {
  readonly key: string;
  /** What the button shows. */
  readonly button: Child;
  /** Its name, where what it shows is none. */
  readonly buttonName?: string;
  readonly buttonClass: string;
  /** What the list is called. */
  readonly name: string;
  readonly items: readonly MenuItem[];
}

export function menu({ key, button, buttonName, buttonClass, name, items }: Menu): Description {
  return h(
    'div',
    { class: 'menu', key, onkeydown: onKey, onfocusout: closeWhenLeft },
    h(
      'button',
      {
        type: 'button',
        class: buttonClass,
        'aria-haspopup': 'menu',
        'aria-expanded': 'false',
        'aria-label': buttonName ?? null,
        title: buttonName ?? null,
        onclick: toggle,
      },
      button,
    ),
    h(
      'div',
      { class: 'menu-list', role: 'menu', 'aria-label': name, hidden: true },
      ...items.map(({ label, reason = null, choose }) =>
        h(
          'button',
          {
            type: 'button',
            role: 'menuitem',
            tabindex: '-1',
            'aria-disabled': reason === null ? null : 'true',
            onclick: (event) => {
              if (reason !== null) return;
              close(event.currentTarget);
              choose();
            },
          },
          label,
          reason === null ? null : h('span', { class: 'menu-reason' }, reason),
        ),
      ),
    ),
  );
}

function parts(from: EventTarget | null): { button: HTMLElement; list: HTMLElement; items: HTMLElement[] } | null {
  const around = from instanceof Element ? from.closest('.menu') : null;
  const button = around?.querySelector<HTMLElement>('button[aria-haspopup]');
  const list = around?.querySelector<HTMLElement>('[role=menu]');
  if (button === null || button === undefined || list === null || list === undefined) return null;
  return { button, list, items: [...list.querySelectorAll<HTMLElement>('[role=menuitem]')] };
}

function toggle(event: Event): void {
  const found = parts(event.currentTarget);
  if (found === null) return;
  found.list.hidden = !found.list.hidden;
  found.button.setAttribute('aria-expanded', String(!found.list.hidden));
  if (!found.list.hidden) found.items[0]?.focus();
}

function close(from: EventTarget | null, focus = true): void {
  const found = parts(from);
  if (found === null || found.list.hidden) return;
  found.list.hidden = true;
  found.button.setAttribute('aria-expanded', 'false');
  if (focus) found.button.focus();
}

function closeWhenLeft(event: Event): void {
  const to = event instanceof FocusEvent ? event.relatedTarget : null;
  const inside = to instanceof Node && event.currentTarget instanceof Node && event.currentTarget.contains(to);
  if (!inside) close(event.currentTarget, false);
}

function onKey(event: Event): void {
  const found = parts(event.currentTarget);
  if (found === null || found.list.hidden || !(event instanceof KeyboardEvent)) return;
  const at = found.items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.items.length - 1 }[event.key];
  if (event.key === 'Escape') close(event.currentTarget);
  else if (to === undefined) return;
  else found.items.at(to % found.items.length)?.focus();
  event.preventDefault();
}
