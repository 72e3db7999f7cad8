import type { Tokens } from '../core/transcript/facts.ts';
import type { Row } from './values.ts';
import { integer } from './values.ts';

/** The token counts of a row that has them under the names of the table `request`. */
export function tokensOf(row: Row): Tokens {
  return {
    input: integer(row, 'input'),
    output: integer(row, 'output'),
    cacheWrite5m: integer(row, 'cache_write_5m'),
    cacheWrite1h: integer(row, 'cache_write_1h'),
    cacheRead: integer(row, 'cache_read'),
    webSearches: integer(row, 'web_searches'),
  };
}
