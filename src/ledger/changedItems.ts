/**
 * What has to be taken out of a list, and what put into it, so that it becomes another. Items that both have as the same objects are not looked
 * at; of others those are the same that have one name and say the same.
 */
export function changedItems<Item>(
  before: readonly Item[],
  now: readonly Item[],
  nameOf: (item: Item) => string,
  isSame: (left: Item, right: Item) => boolean,
): { readonly gone: readonly Item[]; readonly come: readonly Item[] } {
  const [had, has] = [new Set(before), new Set(now)];
  const come = new Map(now.filter((item) => !had.has(item)).map((item) => [nameOf(item), item]));
  const gone = before.filter((item) => {
    if (has.has(item)) return false;
    const other = come.get(nameOf(item));
    if (other === undefined || !isSame(item, other)) return true;
    come.delete(nameOf(item));
    return false;
  });
  return { gone, come: [...come.values()] };
}
