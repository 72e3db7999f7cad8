/**
 * Offsets of time zones from UTC. Intl knows them but answers in microseconds, and a report asks 100,000 times: so the offset is
 * remembered per block of six hours, and a block that holds a change of the clocks per quarter of an hour.
 */
const minute = 60_000;
const quarter = 15 * minute;
const block = 6 * 60 * minute;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** By block number; null where the clocks change within the block. */
  readonly blocks: Map<number, number | null>;
  readonly quarters: Map<number, number | null>;
}

const zones = new Map<string, Zone>();

/** Whether `name` is a time zone that this machine knows, such as `Europe/Berlin`. */
export function isZone(name: string): boolean {
  if (name === '') return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/** How far the clocks of `zone` are ahead of UTC at `ms`, in milliseconds. Throws a RangeError for an unknown zone. */
export function zoneOffset(ms: number, zone: string): number {
  const known = zoneOf(zone);
  const inBlock = remembered(known, known.blocks, ms, block);
  if (inBlock !== null) return inBlock;
  return remembered(known, known.quarters, ms, quarter) ?? offsetFromIntl(known, ms);
}

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    zone = { format, blocks: new Map(), quarters: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

/** The one offset of the span of `length` around `ms`, or null when it differs at the span's two ends. */
function remembered(zone: Zone, spans: Map<number, number | null>, ms: number, length: number): number | null {
  const index = Math.floor(ms / length);
  let offset = spans.get(index);
  if (offset === undefined) {
    const first = offsetFromIntl(zone, index * length);
    offset = first === offsetFromIntl(zone, (index + 1) * length - 1) ? first : null;
    spans.set(index, offset);
  }
  return offset;
}

function offsetFromIntl(zone: Zone, ms: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of zone.format.formatToParts(ms)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute: minutes = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minutes, second) - Math.floor(ms / 1000) * 1000;
}
