/** What a page says, and what of it cannot be read. */
import type { Frame, Page } from 'playwright-core';

type Looked = Pick<Page | Frame, 'evaluate'>;

/** Everything that is said on the page, to be seen or heard: texts of elements, and the attributes that name them. */
export const saidOn = (page: Looked): Promise<readonly string[]> =>
  page.evaluate<string[]>(`(() => {
    const said = new Set();
    const walk = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot !== null) walk(element.shadowRoot);
        if (['STYLE', 'SCRIPT', 'CODE'].includes(element.tagName)) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'aria-description']) {
          const value = element.getAttribute(name);
          if (value !== null) said.add(value);
        }
        for (const node of element.childNodes) if (node.nodeType === 3) said.add(node.data.trim());
      }
    };
    walk(document.body);
    return [...said].filter((text) => text !== '');
  })()`);

/** What is cut off without three dots that say so, or reaches over the side of the page. */
export const cutOn = (page: Looked): Promise<readonly string[]> =>
  page.evaluate<string[]>(`(() => {
    const width = document.documentElement.clientWidth;
    const isHidden = (element) => element.closest('.visually-hidden, [hidden], svg, canvas, .skeleton') !== null;
    const cut = [...document.body.querySelectorAll('*')].filter((element) => {
      if (isHidden(element) || element.textContent.trim() === '') return false;
      const { overflowX, textOverflow, display } = getComputedStyle(element);
      if (display === 'none' || display === 'inline') return false;
      const scrolls = overflowX === 'auto' || overflowX === 'scroll';
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
      return own && !scrolls && overflowX !== 'visible' && textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1;
    });
    const over = [...document.body.querySelectorAll('button, p, h1, h2, td, th, li')].filter((element) => {
      if (isHidden(element) || element.closest('.table-twin, [role=grid], .happened') !== null) return false;
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > width + 1;
    });
    return [...cut, ...over].map((element) => element.tagName + '.' + element.className + ': ' + element.textContent.slice(0, 80));
  })()`);
