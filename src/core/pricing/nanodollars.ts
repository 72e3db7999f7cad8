const picodollarsPerNanodollar = 1000;

/**
 * The cost of `count` units at an integer rate in picodollars each, in integer nanodollars, a half rounded up. Exact for any counts
 * whose cost is itself a safe integer (nine million dollars for one request and token class).
 */
export function roundedNanodollars(count: number, picodollarsEach: number): number {
  const picodollars = count * picodollarsEach;
  if (!Number.isSafeInteger(picodollars)) return Number((BigInt(count) * BigInt(picodollarsEach) + 500n) / 1000n);
  const rest = picodollars % picodollarsPerNanodollar;
  const whole = (picodollars - rest) / picodollarsPerNanodollar;
  return rest >= picodollarsPerNanodollar / 2 ? whole + 1 : whole;
}
