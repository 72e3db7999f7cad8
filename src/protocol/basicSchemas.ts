/** The small validators that the others are made of. */
import * as v from 'valibot';

/** A list that nobody changes. */
export function list<const Item extends v.GenericSchema>(
  item: Item,
): v.SchemaWithPipe<readonly [v.ArraySchema<Item, undefined>, v.ReadonlyAction<v.InferOutput<Item>[]>]> {
  return v.pipe(v.array(item), v.readonly());
}

/** One of the words that are the keys: the compiler sees that none of `Word` is left out, and none is added. */
export function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): v.GenericSchema<Word> {
  return v.picklist(Object.keys(words) as Word[]);
}

export const integer = v.pipe(v.number(), v.safeInteger());
export const count = v.pipe(integer, v.minValue(0));
export const finite = v.pipe(v.number(), v.finite());
/** Milliseconds UTC; files' times have fractions. */
export const instant = finite;
/** From 0 to 1. */
export const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
export const nothing = v.null();

/** Text that somebody typed or picked: nothing that is asked about is longer. */
export const shortText = v.pipe(v.string(), v.maxLength(1000));
/** A path, an id or an address that is asked about; `''` is a name too, such as that of no branch. */
export const name = v.pipe(v.string(), v.maxLength(4096));
/** A name of something that is acted on or looked for: never empty. */
export const givenName = v.pipe(name, v.regex(/\S/));
/**
 * A folder or a repository to act on: an absolute path, of Windows too, with at least one name in it. A root is refused: everything is in it.
 */
export const folderPath = v.pipe(name, v.regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\[^\\/]+[\\/][^\\/]+[\\/])[\\/.]*[^\\/.]/));
