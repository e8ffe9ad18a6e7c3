import type { IForbiddenRuleType } from "dependency-cruiser";

/** What each workspace may import of the others; a new workspace needs a line here. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  "packages/contracts": [],
  "packages/config": [],
  "packages/db": ["packages/tracing"],
  "packages/kube": [],
  "packages/lake": [],
  "packages/outbound": ["packages/tracing"],
  "packages/processes": [],
  "packages/queue": [],
  "packages/stats": [],
  "packages/storage": ["packages/tracing"],
  "packages/tracing": [],
  "packages/ui": [],
  "packages/core": [
    "packages/contracts",
    "packages/db",
    "packages/kube",
    "packages/lake",
    "packages/outbound",
    "packages/processes",
    "packages/queue",
    "packages/stats",
    "packages/storage",
    "packages/tracing",
  ],
  "packages/testing": [
    "packages/contracts",
    "packages/core",
    "packages/db",
    "packages/kube",
    "packages/outbound",
    "packages/processes",
    "packages/queue",
    "packages/storage",
  ],
  "apps/api": [
    "packages/config",
    "packages/contracts",
    "packages/core",
    "packages/db",
    "packages/kube",
    "packages/outbound",
    "packages/processes",
    "packages/queue",
    "packages/storage",
    "packages/tracing",
  ],
  "apps/worker": [
    "packages/config",
    "packages/contracts",
    "packages/core",
    "packages/db",
    "packages/kube",
    "packages/outbound",
    "packages/processes",
    "packages/queue",
    "packages/storage",
    "packages/tracing",
  ],
  "apps/web": ["packages/config", "packages/contracts", "packages/ui"],
  "apps/cli": ["packages/contracts"],
};

/** The one place that may import each external system's client. */
const clients: readonly { readonly name: string; readonly modules: string; readonly from: string }[] = [
  // queue hands BullMQ a pool of its own; testing makes the databases that db then opens; the migration engine and suites that look past the product are not product code.
  { name: "pg", modules: "pg|pg-.*", from: "packages/(db|queue|testing)/|tooling/|e2e/(faults|kubernetes)/" },
  { name: "prisma", modules: "prisma|@prisma/.*", from: "tooling/|prisma/|prisma\\.config\\.ts$" },
  { name: "bullmq", modules: "bullmq|ioredis", from: "packages/queue/" },
  // Tests of what sends mail have a mail server of their own.
  { name: "nodemailer", modules: "nodemailer", from: "packages/outbound/" },
  { name: "s3", modules: "@aws-sdk/.*|@smithy/.*|minio", from: "packages/storage/" },
  // The client is packages/kube itself; no other may come beside it.
  { name: "kubernetes", modules: "@kubernetes/.*|kubernetes-.*", from: "packages/kube/" },
  { name: "duckdb", modules: "@duckdb/.*|duckdb", from: "packages/lake/" },
  { name: "opentelemetry", modules: "@opentelemetry/.*", from: "packages/tracing/" },
  { name: "fastify", modules: "fastify|fastify-.*|@fastify/.*", from: "apps/(api|gateway)/" },
  { name: "next", modules: "next|next-auth", from: "apps/web/" },
];

const foundation = "access|workspaces|audit|changes|notifications|artifacts|quotas|approvals";
/** Tests, and what exists for them alone. */
const tests = "(\\.(integration\\.)?test\\.tsx?|/contract-suite\\.ts|/open-test-[\\w-]+\\.ts)$";
const slice = "^packages/core/src/(?!kernel/)[^/]+/";
const store = "/store(\\.ts$|/)";
const npm = (modules: string): string => `(^|/)node_modules/(${modules})(/|$)`;

const directions: IForbiddenRuleType[] = Object.entries(mayImport).map(([workspace, allowed]) => ({
  name: `direction-${workspace.replace("/", "-")}`,
  comment: `${workspace} may import ${allowed.join(", ") || "no other workspace"}`,
  severity: "error",
  from: { path: `^${workspace}/` },
  to: { path: "^(packages|apps)/", pathNot: `^(${[workspace, ...allowed, "packages/testing"].join("|")})/` },
}));

const externals: IForbiddenRuleType[] = clients.map(({ name, modules, from }) => ({
  name: `client-${name}`,
  comment: `${name} is imported under ${from} alone`,
  severity: "error",
  from: { path: "^(packages|apps|deploy|tooling|prisma|e2e|bench)/", pathNot: `^(${from})` },
  to: { path: npm(modules) },
}));

const slices: IForbiddenRuleType[] = [
  {
    name: "slice-through-index",
    comment: "a slice imports another only through its index.ts",
    severity: "error",
    from: { path: "^packages/core/src/([^/]+)/" },
    to: { path: "^packages/core/src/", pathNot: ["^packages/core/src/$1/", "^packages/core/src/[^/]+/index\\.ts$"] },
  },
  {
    name: "kernel-below-slices",
    comment: "the kernel knows no slice",
    severity: "error",
    from: { path: "^packages/core/src/kernel/" },
    to: { path: slice },
  },
  {
    name: "foundation-below-slices",
    comment: "a foundation slice imports none above it",
    severity: "error",
    from: { path: `^packages/core/src/(${foundation})/`, pathNot: tests },
    to: { path: slice, pathNot: `^packages/core/src/(${foundation})/` },
  },
  {
    name: "store-alone-has-the-database",
    comment: "only a slice's store talks to the database",
    severity: "error",
    from: { path: slice, pathNot: [store, tests] },
    to: { path: "^packages/db/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "store-is-private",
    comment: "a slice's public face does not hand out its store",
    severity: "error",
    from: { path: `${slice}index\\.ts$` },
    to: { path: store, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "apps-open-systems-in-main",
    comment: "an app opens database, storage and the ways out where it starts; everything else gets them handed in",
    severity: "error",
    from: { path: "^apps/(api|worker)/src/", pathNot: ["^apps/[^/]+/src/(main|bootstrap|admin-command)\\.ts$", tests] },
    to: { path: "^packages/(db|kube|outbound|processes|storage)/", dependencyTypesNot: ["type-only"] },
  },
];

const everywhere: IForbiddenRuleType[] = [
  { name: "no-cycle", comment: "no cycles", severity: "error", from: {}, to: { circular: true } },
  { name: "no-unresolvable", comment: "every import leads somewhere", severity: "error", from: {}, to: { couldNotResolve: true } },
  {
    name: "workspace-by-name",
    comment: "another workspace is imported by its name, never by a path",
    severity: "error",
    from: { path: "^(packages|apps)/([^/]+)/" },
    to: { path: "^(packages|apps)/", pathNot: "^$1/$2/", dependencyTypes: ["local"] },
  },
  {
    name: "tests-alone-import-testing",
    comment: "packages/testing is for tests",
    severity: "error",
    from: { path: "^(packages|apps)/", pathNot: [tests, "^packages/testing/"] },
    to: { path: "^packages/testing/" },
  },
  {
    name: "product-imports-no-test",
    comment: "what exists for tests is imported by tests",
    severity: "error",
    from: { path: "^(packages|apps)/", pathNot: tests },
    to: { path: tests, pathNot: "(^|/)node_modules/" },
  },
  {
    name: "product-knows-no-tooling",
    comment: "apps and packages import neither tooling nor suites",
    severity: "error",
    from: { path: "^(packages|apps)/" },
    to: { path: "^(deploy|tooling|e2e|bench|prisma|docs)/" },
  },
  {
    name: "contracts-import-only-zod",
    comment: "contracts run in browsers: zod and nothing else",
    severity: "error",
    from: { path: "^packages/contracts/", pathNot: tests },
    to: { dependencyTypesNot: ["local", "aliased-subpath-import"], pathNot: [npm("zod"), "^packages/contracts/"] },
  },
  {
    name: "ui-runs-in-browsers",
    comment: "packages/ui uses nothing of Node",
    severity: "error",
    from: { path: "^packages/ui/", pathNot: tests },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "stats-are-pure",
    comment: "packages/stats computes: it imports nothing but itself, and runs in browsers",
    severity: "error",
    from: { path: "^packages/stats/", pathNot: tests },
    to: { dependencyTypesNot: ["local", "aliased-subpath-import"], pathNot: "^packages/stats/" },
  },
  {
    name: "core-has-no-network",
    comment: "core reaches the network only through db, outbound, queue and storage",
    severity: "error",
    from: { path: "^packages/core/", pathNot: tests },
    to: { dependencyTypes: ["core"], path: "^(node:)?(http|https|http2|tls|dgram)$" },
  },
  {
    name: "portal-app-is-the-top",
    comment: "src/app holds Next's routes, which nothing imports",
    severity: "error",
    from: { path: "^apps/web/src/", pathNot: "^apps/web/src/app/" },
    to: { path: "^apps/web/src/app/" },
  },
];

export const rules: readonly IForbiddenRuleType[] = [...directions, ...externals, ...slices, ...everywhere];
