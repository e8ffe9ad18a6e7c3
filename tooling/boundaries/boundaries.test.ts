import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { checkBoundaries, unseen } from "./cruise.ts";

const workspaces = {
  "packages/contracts": { "./*": "./src/*.ts" },
  "packages/config": { ".": "./src/index.ts" },
  "packages/db": { ".": "./src/index.ts" },
  "packages/kube": { ".": "./src/index.ts" },
  "packages/lake": { ".": "./src/index.ts" },
  "packages/outbound": { ".": "./src/index.ts" },
  "packages/queue": { ".": "./src/index.ts" },
  "packages/stats": { ".": "./src/index.ts" },
  "packages/storage": { ".": "./src/index.ts" },
  "packages/testing": { ".": "./src/index.ts" },
  "packages/tracing": { ".": "./src/index.ts" },
  "packages/ui": { "./*": "./src/*.tsx" },
  "packages/core": { "./*": "./src/*/index.ts" },
  "apps/api": {},
  "apps/worker": {},
  "apps/web": {},
  "apps/cli": {},
};
const clients = [
  "zod",
  "pg",
  "bullmq",
  "nodemailer",
  "@aws-sdk/client-s3",
  "@kubernetes/client-node",
  "@duckdb/node-api",
  "@opentelemetry/api",
  "@prisma/client",
  "fastify",
  "next",
];

/** A tree that keeps every rule. */
const house = {
  "packages/contracts/src/run.ts": 'import { z } from "zod"; export const Run = z;',
  "packages/config/src/index.ts": 'import { z } from "zod"; export const config = z;',
  "packages/db/src/index.ts": 'import pg from "pg"; export const openDatabase = () => pg; export interface Tx { n: number }',
  "packages/kube/src/index.ts": "export const openCluster = 1;",
  "packages/lake/src/index.ts": 'import { DuckDBInstance } from "@duckdb/node-api"; export const lake = DuckDBInstance;',
  "packages/outbound/src/index.ts": 'import { createTransport } from "nodemailer"; export const mail = createTransport;',
  "packages/queue/src/index.ts": 'import { Queue } from "bullmq"; export const queue = Queue;',
  "packages/storage/src/index.ts": 'import { S3 } from "@aws-sdk/client-s3"; export const store = S3;',
  "packages/stats/src/index.ts": "export const mean = 1;",
  "packages/tracing/src/index.ts": 'import { trace } from "@opentelemetry/api"; export const traced = trace;',
  "packages/testing/src/index.ts": 'import { openDatabase } from "@plumbline/db"; export const environment = openDatabase;',
  "packages/ui/src/button.tsx": "export const Button = () => null;",
  "packages/core/src/kernel/index.ts": 'import type { Tx } from "@plumbline/db"; export type Ctx = Tx;',
  "packages/core/src/access/store.ts": 'import { openDatabase } from "@plumbline/db"; export const find = openDatabase;',
  "packages/core/src/access/sign-in.ts":
    'import type { Ctx } from "#src/kernel/index.ts"; import { find } from "./store.ts"; export const signIn = (ctx: Ctx) => [ctx, find];',
  "packages/core/src/access/sign-in.test.ts":
    'import { environment } from "@plumbline/testing"; import { signIn } from "./sign-in.ts"; signIn(environment as never);',
  "packages/core/src/access/index.ts": 'export { signIn } from "./sign-in.ts";',
  "packages/core/src/experiments/create-run.ts":
    'import { signIn } from "#src/access/index.ts"; import { Run } from "@plumbline/contracts/run"; import { mean } from "@plumbline/stats"; export const createRun = [Run, signIn, mean];',
  "packages/core/src/experiments/index.ts": 'export { createRun } from "./create-run.ts";',
  "apps/api/src/main.ts":
    'import fastify from "fastify"; import { openDatabase } from "@plumbline/db"; import { createRun } from "@plumbline/core/experiments"; export default [fastify, openDatabase, createRun];',
  "apps/worker/src/main.ts": 'import { queue } from "@plumbline/queue"; export default queue;',
  "apps/web/src/app/page.tsx":
    'import "next"; import { Button } from "@plumbline/ui/button"; import { Run } from "@plumbline/contracts/run"; export default [Button, Run];',
  "apps/cli/src/main.ts": 'import { Run } from "@plumbline/contracts/run"; export default Run;',
};

/** One file that breaks a rule, and the rule that must refuse it. */
const planted: readonly (readonly [rule: string, file: string, source: string])[] = [
  ["direction-packages-contracts", "packages/contracts/src/a.ts", 'import "@plumbline/db";'],
  ["direction-packages-db", "packages/db/src/b.ts", 'import type { Run } from "@plumbline/contracts/run"; export type R = Run;'],
  ["direction-packages-lake", "packages/lake/src/b2.ts", 'import type { Tx } from "@plumbline/db"; export type T = Tx;'],
  ["direction-packages-kube", "packages/kube/src/b3.ts", 'import type { Run } from "@plumbline/contracts/run"; export type R = Run;'],
  ["direction-packages-ui", "packages/ui/src/c.tsx", 'import "@plumbline/contracts/run";'],
  ["direction-packages-core", "packages/core/src/access/d.ts", 'import "@plumbline/config";'],
  ["direction-apps-web", "apps/web/src/e.ts", 'import "@plumbline/core/access";'],
  ["direction-apps-web", "apps/web/src/f.ts", 'import "@plumbline/db";'],
  ["direction-apps-cli", "apps/cli/src/g.ts", 'import "@plumbline/core/access";'],
  ["direction-apps-cli", "apps/cli/src/h.ts", 'import "@plumbline/config";'],
  ["client-pg", "packages/core/src/access/store/i.ts", 'import "pg";'],
  ["client-pg", "apps/api/src/j.ts", 'import "pg";'],
  ["client-prisma", "packages/db/src/k.ts", 'import "@prisma/client";'],
  ["client-bullmq", "packages/core/src/kernel/l.ts", 'import "bullmq";'],
  ["client-nodemailer", "packages/core/src/access/ak.ts", 'import "nodemailer";'],
  ["client-s3", "packages/core/src/access/m.ts", 'import "@aws-sdk/client-s3";'],
  ["client-kubernetes", "packages/core/src/access/n.ts", 'import "@kubernetes/client-node";'],
  ["client-duckdb", "packages/core/src/access/o.ts", 'import "@duckdb/node-api";'],
  ["client-opentelemetry", "packages/core/src/kernel/an.ts", 'import "@opentelemetry/api";'],
  ["client-fastify", "packages/core/src/access/p.ts", 'import "fastify";'],
  ["client-next", "apps/api/src/q.ts", 'import "next";'],
  ["slice-through-index", "packages/core/src/experiments/r.ts", 'import "#src/access/sign-in.ts";'],
  ["slice-through-index", "packages/core/src/experiments/s.ts", 'import type { Ctx } from "../kernel/t.ts"; export type C = Ctx;'],
  ["kernel-below-slices", "packages/core/src/kernel/t.ts", 'import "#src/access/index.ts"; export type Ctx = 1;'],
  ["foundation-below-slices", "packages/core/src/access/u.ts", 'import "#src/experiments/index.ts";'],
  ["store-alone-has-the-database", "packages/core/src/access/v.ts", 'import { openDatabase } from "@plumbline/db"; openDatabase();'],
  ["store-is-private", "packages/core/src/audit/index.ts", 'export { x } from "./store.ts";'],
  ["store-is-private", "packages/core/src/changes/index.ts", 'export { x } from "./store/x.ts";'],
  ["apps-open-systems-in-main", "apps/api/src/routes/w.ts", 'import { openDatabase } from "@plumbline/db"; openDatabase();'],
  ["apps-open-systems-in-main", "apps/worker/src/al.ts", 'import { mail } from "@plumbline/outbound"; mail();'],
  ["apps-open-systems-in-main", "apps/worker/src/an.ts", 'import { openCluster } from "@plumbline/kube"; openCluster;'],
  ["direction-packages-outbound", "packages/outbound/src/am.ts", 'import "@plumbline/db";'],
  ["no-cycle", "packages/db/src/x.ts", 'import "./y.ts"; export const x = 1;'],
  ["no-unresolvable", "packages/db/src/z.ts", 'import "./nowhere.ts";'],
  ["workspace-by-name", "apps/cli/src/aa.ts", 'import "../../../packages/contracts/src/run.ts";'],
  ["tests-alone-import-testing", "packages/core/src/access/ab.ts", 'import "@plumbline/testing";'],
  ["product-imports-no-test", "packages/core/src/access/aj.ts", 'import "./sign-in.test.ts";'],
  ["product-knows-no-tooling", "packages/db/src/ac.ts", 'import "../../../tooling/ad.ts";'],
  ["contracts-import-only-zod", "packages/contracts/src/ae.ts", 'import "node:fs";'],
  ["contracts-import-only-zod", "packages/contracts/src/af.ts", 'import "fastify";'],
  ["ui-runs-in-browsers", "packages/ui/src/ag.tsx", 'import "node:path";'],
  ["stats-are-pure", "packages/stats/src/ak.ts", 'import "node:crypto";'],
  ["stats-are-pure", "packages/stats/src/al.ts", 'import "zod";'],
  ["direction-packages-stats", "packages/stats/src/am.ts", 'import "@plumbline/contracts/run";'],
  ["core-has-no-network", "packages/core/src/access/ah.ts", 'import "node:https";'],
  ["portal-app-is-the-top", "apps/web/src/shell/ai.tsx", 'import "#src/app/page.tsx";'],
];
const besidePlanted = {
  "packages/core/src/audit/store.ts": "export const x = 1;",
  "packages/core/src/changes/store/x.ts": "export const x = 1;",
  "packages/db/src/y.ts": 'import "./x.ts";',
  "tooling/ad.ts": "export const ad = 1;",
};

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

function build(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "plumbline-boundaries-")));
  trees.push(root);
  write(root, { "package.json": '{ "type": "module" }', ...files });
  for (const name of clients)
    write(root, {
      [`node_modules/${name}/package.json`]: `{ "name": "${name}", "main": "index.js" }`,
      [`node_modules/${name}/index.js`]: "",
    });
  mkdirSync(path.join(root, "node_modules/@plumbline"));
  for (const [workspace, exports] of Object.entries(workspaces)) {
    const name = `@plumbline/${path.basename(workspace)}`;
    write(root, { [`${workspace}/package.json`]: JSON.stringify({ name, type: "module", exports, imports: { "#src/*": "./src/*" } }) });
    symlinkSync(path.join(root, workspace), path.join(root, "node_modules", name));
  }
  return root;
}

test("a tree that keeps the rules passes, and all of it is seen", async () => {
  const boundaries = await checkBoundaries(build(house));
  expect(boundaries.problems).toEqual([]);
  const sources = Object.entries(house).map(([file, text]) => ({ file, text }));
  expect(unseen(sources, boundaries)).toEqual([]);
  expect(boundaries.seen.size).toBe(sources.filter(({ text }) => text.includes("import") || text.includes(" from ")).length);
});

test("every kind of violation is refused, where it is and by its rule", async () => {
  const { problems } = await checkBoundaries(
    build({ ...house, ...besidePlanted, ...Object.fromEntries(planted.map(([, file, source]) => [file, source])) }),
  );
  const found = problems.map((problem) => problem.split(": imports ")[0]);
  expect(planted.map(([rule, file]) => `${file}: ${rule}`).filter((expected) => !found.includes(expected))).toEqual([]);
});

test("a workspace without a line in the rules is refused", async () => {
  const { problems } = await checkBoundaries(build({ ...house, "packages/plugins/package.json": '{ "name": "@plumbline/plugins" }' }));
  expect(problems).toEqual(["packages/plugins: has no line in tooling/boundaries/rules.ts"]);
});
