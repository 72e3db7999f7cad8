/**
 * An address of the web without what may be secret in it: user, password, query and fragment. `''` for anything that is no such address.
 */
export function webAddress(text: string): string {
  if (text.length > longestAddress) return '';
  const [, scheme, host, path] = /^(https?:\/\/)(?:[^\s/@]*@)?([\w.:[\]-]+)(\/[^\s?#"'<>]*)?/i.exec(text) ?? [];
  return scheme === undefined || host === undefined ? '' : `${scheme}${host}${path ?? ''}`;
}

const longestAddress = 2000;
