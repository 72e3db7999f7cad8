/** Marks, in the list at the side, the section that is being read. */

let watcher: IntersectionObserver | null = null;
const watched = new WeakSet<Element>();
const seen = new Set<Element>();

/** Call after the sections were drawn; each is watched once. */
export function markCurrentSection(): void {
  watcher ??= new IntersectionObserver(mark, { rootMargin: '-80px 0px -60% 0px' });
  for (const section of document.querySelectorAll('.section'))
    if (!watched.has(section)) {
      watched.add(section);
      watcher.observe(section);
    }
}

function mark(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries)
    if (isIntersecting && target.isConnected) seen.add(target);
    else seen.delete(target);
  const first = [...seen]
    .filter((each) => each.isConnected)
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
  if (first === undefined) return;
  for (const link of document.querySelectorAll('.sections-nav a'))
    if (link.getAttribute('href') === `#${first.id}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
}
