/** What one request to `/v1/metrics` may be. A client's own export has some 10 to 100 kB; a gateway's batch can be set to fit. */

/** Bytes of the body as it is sent. */
export const bodyBytes = 2 * 1024 * 1024;

/** Bytes of the body once it is unpacked. */
export const inflatedBytes = 8 * 1024 * 1024;

/** Brackets and braces within each other; an export needs some fifteen. */
export const nestingDepth = 32;

/** Data points. */
export const pointsAtMost = 10_000;

/** Messages of the protobuf encoding (a point, an attribute), each of which costs far more memory than its two bytes or more. */
export const messagesAtMost = 250_000;
