import { Environment } from "@plumbline/contracts/approvals/environment";
import { Change } from "@plumbline/contracts/changes";
import type { Operation } from "@plumbline/contracts/operation";
import { operations } from "@plumbline/contracts/operations";
import { Role, Scope } from "@plumbline/contracts/permissions";
import { Problem } from "@plumbline/contracts/problem";
import { Intake, updateModel } from "@plumbline/contracts/registry/model";
import { beforeAll, expect, test, vi } from "vitest";

const browser = {
  operations: async () => (await import("@plumbline/contracts/operations")).operations,
  permissions: () => import("@plumbline/contracts/permissions"),
  problem: () => import("@plumbline/contracts/problem"),
  changes: () => import("@plumbline/contracts/changes"),
  registry: () => import("@plumbline/contracts/registry/model"),
  environment: () => import("@plumbline/contracts/approvals/environment"),
};
beforeAll(() => {
  vi.resetModules();
  vi.doMock("zod", () => import("./browser-zod.ts"));
});

const fieldsOf = ({ id, method, path, params, query, body }: Operation) => ({
  id,
  method,
  path,
  fields: [params, query, body].map((part) => part && Object.keys(part.shape)),
});

test("every operation has the same address and the same fields", async () => {
  const stood = await browser.operations();
  expect(stood).not.toBe(operations);
  expect(stood.map(fieldsOf)).toEqual(operations.map(fieldsOf));
});

test("enumerations have the same words", async () => {
  const stood = await browser.permissions();
  expect(stood.Role.options).toEqual(Role.options);
  expect(stood.Scope.options).toEqual(Scope.options);
});

test("what a schema leaves out is left out", async () => {
  const stood = { ...(await browser.registry()), ...(await browser.environment()) };
  expect(Object.keys(stood.Intake.shape)).toEqual(Object.keys(Intake.shape));
  expect(Object.keys(stood.updateModel.body.shape)).toEqual(Object.keys(updateModel.body.shape));
  expect(stood.Environment.shape.stage.options).toEqual(Environment.shape.stage.options);
});

const change = { id: "1.2", topic: "run", subject: "r", kind: "log", data: null, at: "2026-01-01T00:00:00Z" };
const problem = { type: "about:blank", title: "", status: 404, code: "not-found", detail: "no", requestId: "r" };

test("tells a problem and a change from what is none", async () => {
  const stood = { ...(await browser.problem()), ...(await browser.changes()) };
  for (const value of [problem, change, null, "text", {}, { ...problem, requestId: undefined, fields: [] }, { topic: "run" }]) {
    const has = (key: string) => typeof value === "object" && value !== null && key in value;
    expect(stood.Change.safeParse(value).success).toBe(Change.safeParse(value).success);
    if (!has("fields")) expect(stood.Problem.safeParse(value).success).toBe(Problem.safeParse(value).success);
  }
  expect(stood.Problem.safeParse(problem).data).toEqual(problem);
});
