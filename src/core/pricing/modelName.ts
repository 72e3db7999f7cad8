/** Where a Bedrock inference profile keeps a request; `global` keeps it nowhere. */
const profilePrefix = /^(us|eu|apac|jp|au|global)\.(?=anthropic\.)/;
const bedrockArn = /^arn:aws[a-z-]*:bedrock:[^/]*:(?:foundation-model|inference-profile)\/(.+)$/;
const longContextSuffix = /\[1m\]$/i;
/** `-20251101`, `@20251101`, `@default`, `-latest`: which build of a model, never which model. */
const buildSuffix = /(?:[-@]20\d{6}|@default|[-@]latest)$/;
/** Bedrock's `-v1`, `-v1:0`, `-v1:0:200k`; two hyphens must remain to its left, so that `claude-v2` keeps its name. */
const revisionSuffix = /^(claude-[^:]+)-v\d+(?::\w+)*$/;

/** Names under which Anthropic offers the same model a second time. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['claude-opus-4-0', 'claude-opus-4'],
  ['claude-sonnet-4-0', 'claude-sonnet-4'],
]);

/**
 * The model that an id names: without date, `[1m]`, region, provider and revision, so that all spellings of one model come out equal.
 * Prices, context windows and the keys of reports go by it. It only takes off what never distinguishes two models and compares whole
 * names afterwards: `claude-opus-5` is a prefix of `claude-opus-5-5`. What it does not understand stays as it is (an application
 * inference profile can stand for any model).
 */
export function canonicalModel(id: string): string {
  const plain = withoutBuild(id.replace(longContextSuffix, ''));
  const claude = claudeName(plain);
  if (claude === null) return plain;
  const name = withoutBuild(claude.replace(revisionSuffix, '$1')).replace(revisionSuffix, '$1');
  // OpenRouter and Copilot write `claude-opus-4.6`.
  const hyphenated = name.replace(/(?<=\d)\.(?=\d)/g, '-');
  return aliases.get(hyphenated) ?? hyphenated;
}

/**
 * The geography to which a Bedrock inference profile binds a request (`us`, `eu`, `apac`, `jp`, `au`), `''` for `global.` and for ids
 * that name none. Vertex ids never name one: its region is part of the address, which no transcript holds.
 */
export function profileRegion(id: string): string {
  const region = profilePrefix.exec(resourceName(id))?.[1] ?? '';
  return region === 'global' ? '' : region;
}

function withoutBuild(name: string): string {
  return name.startsWith('arn:') ? name : name.replace(buildSuffix, '');
}

/** The id from `claude-` on, if all that stands before it is a known kind of address; null for any other model. */
function claudeName(id: string): string | null {
  const model = resourceName(id)
    .replace(profilePrefix, '')
    .replace(/^anthropic\./, '');
  return model.startsWith('claude-') ? model : null;
}

/** What an ARN or a provider's path (`anthropic/…`, `openrouter/anthropic/…`, `projects/…/models/…`) ends in. */
function resourceName(id: string): string {
  const resource = bedrockArn.exec(id)?.[1];
  if (resource !== undefined) return resource;
  return id.startsWith('arn:') ? id : id.slice(id.lastIndexOf('/') + 1);
}
