/** Moves the focus to an element that the next frames draw; leaves it alone where none comes. */
export function focusSoon(selector: string, frames = 30): void {
  requestAnimationFrame(() => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element !== null) element.focus();
    else if (frames > 0) focusSoon(selector, frames - 1);
  });
}
