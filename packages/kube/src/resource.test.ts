import { expect, test } from "vitest";
import { pathOf } from "./resource.ts";
import { resources } from "./resources/resources.ts";

test("objects and collections have their paths", () => {
  expect(pathOf(resources.nodes)).toBe("/api/v1/nodes");
  expect(pathOf(resources.pods)).toBe("/api/v1/pods");
  expect(pathOf(resources.pods, { namespace: "a" })).toBe("/api/v1/namespaces/a/pods");
  expect(pathOf(resources.pods, { namespace: "a", name: "b", subresource: "log" })).toBe("/api/v1/namespaces/a/pods/b/log");
  expect(pathOf(resources.jobs, { namespace: "a", name: "b" })).toBe("/apis/batch/v1/namespaces/a/jobs/b");
  expect(pathOf(resources.clusterQueues, { name: "q", namespace: "a" })).toBe("/apis/kueue.x-k8s.io/v1beta2/clusterqueues/q");
  expect(pathOf(resources.roles, { namespace: "a", name: "system:x" })).toBe(
    "/apis/rbac.authorization.k8s.io/v1/namespaces/a/roles/system%3Ax",
  );
});

test.each(["", ".", "..", "a/b", "a?b", "a%2fb", "a b", "x".repeat(254)])("the name %j leads nowhere", (name) => {
  expect(() => pathOf(resources.pods, { namespace: "a", name })).toThrow("is not a name of Kubernetes");
  expect(() => pathOf(resources.pods, { namespace: name, name: "a" })).toThrow("is not a name of Kubernetes");
});

test("an object in a namespace is not found without it", () => {
  expect(() => pathOf(resources.pods, { name: "a" })).toThrow("Pod a needs a namespace.");
});
