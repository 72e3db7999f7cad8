/** What bytes of a SQLite file are for (sqlite.org/fileformat2.html). */

const pageBytes = 4096;

/**
 * Whether a range holds content of rows, in which a changed byte may be as possible as the right one: cells of a table's or an index's
 * leaf, or a page of what does not fit into one. Everything else is structure, whose damage can be seen.
 */
export function contentOf(file: Buffer, start: number, length: number): boolean {
  const page = Math.floor(start / pageBytes);
  if (page === 0) return false;
  const bytes = file.subarray(page * pageBytes, (page + 1) * pageBytes);
  const type = bytes[0];
  // A leaf's header of 8 bytes and the list of its cells come before what is free and the cells.
  if (type === 0x0d || type === 0x0a) return (start % pageBytes) + length > 8 + 2 * bytes.readUInt16BE(3);
  // Pages of B-trees are 2, 5, 10 and 13; the others are overflow, free or pointer pages.
  return type !== 0x02 && type !== 0x05;
}
