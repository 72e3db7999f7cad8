import * as v from 'valibot';

/** In which language and currency things are said; the shape of `Display` in `core/l10n`. */
export const display = v.object({
  locale: v.string(),
  messages: v.record(v.string(), v.string()),
  currency: v.nullable(v.object({ code: v.string(), perDollar: v.number() })),
});
