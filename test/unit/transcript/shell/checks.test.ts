import assert from 'node:assert/strict';
import { analyseShell } from '../../../../src/core/transcript/shell/analyse.ts';

const kinds = (command: string) => analyseShell(command, '/work').checks.map(({ check }) => check);

describe('checks in a command line', () => {
  const table: Readonly<Record<string, string>> = {
    test: `npm test|npm t|npm run test:unit|npm run test -- --grep x|npm --prefix web test|npm run -s e2e|pnpm test|pnpm -r test|pnpm --filter web test|yarn test|yarn vitest run
      |bun test|bun run test|npx vitest run|npx jest --coverage|npx --yes mocha|pnpm exec vitest|pnpm dlx vitest@3|npx playwright test|node --test|node --import tsx --test test/*.ts
      |vitest|./node_modules/.bin/jest|pytest -q|python -m pytest tests|python3.12 -m unittest|uv run pytest|poetry run pytest -x|tox -e py|python manage.py test|coverage run -m pytest
      |go test ./...|cargo test|cargo nextest run|cargo +nightly test|make test|make -C sub check|make -j4 test|just test|mvn -q test|./mvnw clean verify|./gradlew test|gradle :app:testDebug
      |dotnet test|rspec|bundle exec rspec spec/a|bundle exec rake test|bin/rails test|vendor/bin/phpunit|composer test|ctest --output-on-failure|swift test|deno test -A|mix test
      |CI=1 npm test|timeout 60 npm test|MIX_ENV=test mix test a.exs|npx nx test web|npx turbo run test|docker compose exec -T web pytest|docker exec app npm test`,
    build: `npm run build|yarn build|pnpm build|bun run build|npx vite build|npx tsc --build|tsc -b|webpack|npx esbuild a.ts|go build ./...|cargo build --release|make|make -j8|make build
      |mvn package|./gradlew assembleDebug|dotnet build|cmake --build out|swift build|mix compile|bazel build //...|next build|docker build .`,
    lint: `npm run lint|npm run lint:fix|npx eslint src|eslint --fix .|prettier --check .|npx prettier -c src|npm run format:check|biome ci|ruff check .|ruff .|ruff format --check|flake8|pylint a
      |black --check .|golangci-lint run|go vet ./...|gofmt -l .|cargo clippy -- -D warnings|cargo fmt --check|cargo fmt --all -- --check|rubocop|bundle exec rubocop|shellcheck a.sh|deno lint|mix credo|make lint|pre-commit run -a`,
    types: `npx tsc --noEmit|tsc -p .|npm run typecheck|npm run type-check|npm run check-types|yarn tsc|pnpm types|mypy src|python -m mypy src|pyright|uv run mypy .|cargo check|vue-tsc|deno check a.ts|phpstan analyse|make typecheck`,
  };
  for (const [kind, commands] of Object.entries(table))
    for (const command of commands.split('|').map((text) => text.trim()))
      it(`${command} is ${kind}`, () => assert.deepEqual(kinds(command), [kind]));

  const none = `npm install|npm ci|npm test -- --help|npm test -- --version|npx vitest --version|npm i -D vitest|pnpm add eslint|yarn install|yarn add jest|npx create-vite|node build.js|prettier --write .
    |black .|ruff format .|gofmt -w a.go|go run .|go mod tidy|cargo run|cargo fmt|cargo add clap|make -n test|make clean|make install|pytest --collect-only|jest --listTests|npx playwright install|pip install pytest
    |python -c 'import pytest'|python test.py|ls test|cat build.log|git test|echo npm test|grep -r "npm test" .|npm run dev|npm run format|tsc --init|tsc -v|dotnet restore|gradle clean|mvn clean|swift package resolve
    |which pytest|find . -name "*.test.ts"|rm -rf build|cd test|mkdir build|npm view jest|vitest list|docker ps|npm run $script|./gradlew tasks`;
  for (const command of none.split('|').map((text) => text.trim())) it(`${command} is none`, () => assert.deepEqual(kinds(command), []));

  it('gives several in their order', () => {
    assert.deepEqual(kinds('cd web && npm run lint && npm run build; npx vitest run 2>&1 | tail -20'), ['lint', 'build', 'test']);
  });

  it('says whether its failure would show', () => {
    const decisive = (command: string) => analyseShell(command, '/work').checks.map((found) => found.decisive);
    assert.deepEqual(decisive('npm run lint && npm test'), [true, true]);
    assert.deepEqual(decisive('npm run lint; npm test'), [false, true]);
    assert.deepEqual(decisive('npm test 2>&1 | tail -5'), [false]);
    assert.deepEqual(decisive('npm test || true'), [false]);
  });
});
