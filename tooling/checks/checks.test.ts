import { expect, test } from "vitest";
import { checkDocPaths } from "./doc-paths.ts";
import { checkNames } from "./names.ts";
import { checkStores } from "./stores.ts";
import { checkText } from "./text.ts";
import { checkVersions } from "./versions.ts";

const repositoryOf = (contents: Readonly<Record<string, string>>) => ({
  files: Object.keys(contents),
  read: (file: string) => contents[file] ?? "",
});
const filesOf = (problems: readonly string[]): string[] => [...new Set(problems.map((problem) => problem.split(":")[0] ?? ""))];

test.each([
  "packages/core/src/utils/date.ts",
  "packages/core/src/helpers.ts",
  "apps/web/src/lib/api.ts",
  "apps/api/src/common/x.ts",
  "packages/db/src/shared.test.ts",
  "packages/core/src/access/types.ts",
  "packages/core/src/access/constants.ts",
  "apps/api/src/v2/runs.ts",
  "apps/web/src/components/index.ts",
  "packages/contracts/src/access/index.ts",
])("the name %s is refused", (file) => {
  expect(filesOf(checkNames({ files: [file] }))).toEqual([file]);
});

test("names that say what is in them pass", () => {
  const files = [
    "packages/core/src/access/index.ts",
    "packages/db/src/index.ts",
    "packages/core/src/kernel/index.ts",
    "docs/shared/x.md",
    "apps/web/src/app/w/[workspace]/page.tsx",
  ];
  expect(checkNames({ files })).toEqual([]);
});

const machine = `${"/"}work/somewhere`;
test.each([
  ["export star", "a.ts", `export ${"*"} from "./b.ts";`],
  ["ts-ignore", "a.ts", `// @ts-${"ignore"}`],
  ["an expected error without a reason", "a.ts", `// @ts-${"expect-error"}`],
  ["an expected error with a word for a reason", "a.ts", `// @ts-${"expect-error"} todo`],
  ["a suppression of a whole file", "a.ts", `// biome-${"ignore-all"} lint/style/noEnum: it is generated from elsewhere`],
  ["a suppression with a word for a reason", "a.ts", `// biome-${"ignore"} lint/style/noEnum: todo`],
  ["another linter's suppression", "a.ts", `// eslint${"-disable"}-next-line`],
  ["a mock of our own module", "a.test.ts", `vi.${"mock"}("./store.ts")`],
  ["a sleep in a test", "a.test.ts", `await new Promise((resolve) => set${"Timeout"}(resolve, 100));`],
  ["events of the queue", "a.ts", `import { Queue${"Events"} } from "bullmq";`],
  ["waiting by them", "a.ts", `await job.waitUntil${"Finished"}(events);`],
  ["a path of one machine", "README.md", `see ${machine}/x`],
  ["a home folder", "a.json", `{"x": "${"/"}home/ada/x"}`],
  ["a registry", "a.yaml", `url: https://registry.${"npmjs"}.org/x`],
  ["a package index", "a.txt", `--index-url https://${"pypi"}.org/simple`],
])("%s is refused", (_name, file, line) => {
  expect(checkText(repositoryOf({ [file]: line }))).toHaveLength(1);
});

test("a suppression with its reason, routes and addresses of our own pass", () => {
  const source = [
    `// biome-${"ignore"} lint/style/noEnum: the driver asks for one here`,
    `// @ts-${"expect-error"}: a caller without types may pass anything`,
    'fetch("/w/fraud/home/x"); open("https://example.test/root/x");',
  ].join("\n");
  expect(checkText(repositoryOf({ "a.ts": source }))).toEqual([]);
});

test("two versions, a range and a second locked copy are refused", () => {
  const manifest = (dependencies: object): string => JSON.stringify({ dependencies });
  const lock = "x\npackages:\n\n  zod@3.0.0:\n\n  zod@4.0.0:\n\n  '@types/pg@8.0.0':\n\nsnapshots:\n";
  const problems = checkVersions(
    repositoryOf({
      "package.json": manifest({ zod: "4.0.0", pg: "^8.0.0", "@plumbline/db": "0.1.0" }),
      "apps/api/package.json": manifest({ zod: "4.0.0", jose: "6.0.0" }),
      "apps/web/package.json": manifest({ jose: "6.0.1" }),
      "pnpm-lock.yaml": lock,
    }),
  );
  expect(problems).toEqual([
    "pnpm-lock.yaml: zod is installed as 3.0.0 and 4.0.0",
    'package.json: pg "^8.0.0" is not one exact version',
    'package.json: @plumbline/db "0.1.0" is not one exact version',
    "jose has 2 versions: 6.0.0 in apps/api/package.json; 6.0.1 in apps/web/package.json",
  ]);
});

test("documents name only what exists", () => {
  const problems = checkDocPaths(
    repositoryOf({
      "package.json": '{ "scripts": { "verify": "" } }',
      "docs/a.md":
        "# One thing\n[b](b.md) [top](#one-thing) [gone](gone.md) [no heading](b.md#gone)\n`packages/db/src` `packages/lost/x.ts` `packages/<name>/src` `prisma/lost/*.sql`",
      "docs/b.md": "`npm run verify`, `pnpm lost`, `GET /api/v1/runs`, `a/b`\n```\n[not a link](x.md)\n```",
      "packages/db/src/x.ts": "",
    }),
  );
  expect(problems).toEqual([
    "docs/a.md: link to gone.md, which does not exist",
    "docs/a.md: link to b.md#gone: docs/b.md has no such heading",
    "docs/a.md: `packages/lost/x.ts` does not exist",
    "docs/a.md: `prisma/lost` does not exist",
    'docs/b.md: package.json has no script "lost"',
  ]);
});

test("SQL outside a store, and of another slice's table, is refused", () => {
  const problems = checkStores(
    repositoryOf({
      "prisma/schema/access.prisma": 'model Token {\n  id Int @id\n\n  @@map("token")\n}\n',
      "prisma/schema/experiments.prisma": 'model Run {\n  id Int @id\n\n  @@map("run")\n}\n',
      "packages/core/src/access/store.ts": 'tx.rows("SELECT * FROM token")',
      "packages/core/src/access/sign-in.ts": 'ctx.tx.row("SELECT 1")',
      "packages/core/src/experiments/store/runs.ts": 'tx.rows("SELECT * FROM run JOIN token USING (id)")',
      "packages/core/src/kernel/record.ts": 'tx.execute("INSERT INTO token VALUES (1)")',
    }),
  );
  expect(problems).toEqual([
    "packages/core/src/access/sign-in.ts:1: only store.ts or store/*.ts of a slice speaks SQL",
    'packages/core/src/experiments/store/runs.ts: "token" belongs to access: read it through a view that access publishes',
  ]);
});
