import { expect, test } from "vitest";
import { openKnownObjects } from "./known-objects.ts";
import type { KubeObject } from "./resource.ts";

const object = (uid: string, resourceVersion: string): KubeObject => ({
  metadata: { name: `name-${uid}`, uid, resourceVersion, creationTimestamp: "2026-01-01T00:00:00Z" },
});
const open = () => openKnownObjects(({ metadata }: KubeObject) => `${metadata.uid}@${metadata.resourceVersion}`);

test("what is new, other and gone is told once", () => {
  const known = open();
  expect(known.take("ADDED", object("a", "1"))).toEqual({ kind: "added", uid: "a", object: "a@1" });
  expect(known.take("ADDED", object("a", "1"))).toBeUndefined();
  expect(known.take("MODIFIED", object("a", "2"))).toEqual({ kind: "changed", uid: "a", object: "a@2" });
  expect(known.take("MODIFIED", object("a", "2"))).toBeUndefined();
  expect([...known.objects]).toEqual([["a", "a@2"]]);
  expect(known.take("DELETED", object("a", "3"))).toEqual({ kind: "deleted", uid: "a", object: "a@3" });
  expect(known.take("DELETED", object("a", "3"))).toBeUndefined();
  expect(known.objects.size).toBe(0);
});

test("another object of the same name is another one", () => {
  const known = open();
  known.take("ADDED", object("a", "1"));
  expect(known.take("ADDED", { metadata: { ...object("b", "2").metadata, name: "name-a" } })).toMatchObject({ kind: "added", uid: "b" });
  expect(known.objects.size).toBe(2);
});

test("a list takes the place of everything", () => {
  const known = open();
  known.take("ADDED", object("gone", "1"));
  known.replace(new Map([["a", ["5", "a@5"]]]));
  expect([...known.objects]).toEqual([["a", "a@5"]]);
  expect(known.take("ADDED", object("a", "5"))).toBeUndefined();
  expect(known.take("DELETED", object("gone", "2"))).toBeUndefined();
});
