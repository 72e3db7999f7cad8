import type { OtlpExport } from '../../core/team/otlp/otlpExport.ts';
import { RefusedExport, exportOf } from './exportTree.ts';
import { nestingDepth } from './limits.ts';

/** Reads an export of metrics in OTLP's JSON encoding; throws `RefusedExport`. */
export function decodeJson(body: Uint8Array): OtlpExport {
  if (nestsDeeper(body, nestingDepth)) throw new RefusedExport(`The body is nested more than ${nestingDepth} deep.`);
  return exportOf(parse(body), stringValue);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // The parser's own message quotes the body.
    throw new RefusedExport('The body is not JSON in UTF-8.');
  }
}

function stringValue(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('stringValue' in value)) return undefined;
  return typeof value.stringValue === 'string' ? value.stringValue : undefined;
}

/** Whether brackets and braces outside strings nest deeper, seen before a parser builds a value for each of them. */
function nestsDeeper(body: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === openBracket || byte === openBrace) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1;
  }
  return false;
}

const backslash = 0x5c;
const quote = 0x22;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
