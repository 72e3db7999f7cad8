/** Each wish for the focus takes the place of the one before. */
let wish = 0;

/**
 * Moves the focus to an element, or to the first that fits the selector, as soon as it is on the page and can be seen. Gives up after about
 * five seconds, and as soon as the user has moved on. `centre` brings it to the middle of the page; with `keepScroll`
 * the page stays where it is.
 */
export function focusSoon(
  target: string | Element,
  { centre = false, keepScroll = false }: { readonly centre?: boolean; readonly keepScroll?: boolean } = {},
  frames = 300,
): void {
  const mine = (wish += 1);
  const from = document.activeElement;
  const attempt = (left: number): void => {
    if (mine !== wish || hasMovedOn(from)) return;
    const element = seen(target);
    if (element === null) {
      if (left > 0) requestAnimationFrame(() => attempt(left - 1));
      return;
    }
    element.focus({ preventScroll: centre || keepScroll });
    if (centre) element.scrollIntoView({ block: 'center' });
  };
  requestAnimationFrame(() => attempt(frames));
}

/** Whether the focus is by now on another element than it was, and not merely lost. A heading is where it waits for what is opened. */
function hasMovedOn(from: Element | null): boolean {
  const now = document.activeElement;
  return now !== null && now !== from && now !== document.body && now.getAttribute('tabindex') !== '-1';
}

function seen(target: string | Element): HTMLElement | null {
  const found = typeof target === 'string' ? [...document.querySelectorAll(target)] : [target];
  for (const element of found)
    if (element instanceof HTMLElement && element.isConnected && element.getClientRects().length > 0) return element;
  return null;
}
