import assert from "node:assert/strict";
import { test } from "node:test";
import { chart, helm, kubectl, type Rendered, render } from "./helm.ts";
import { database, least, valueSets } from "./helm-values.ts";
import { makeNamespace, onOwnCluster } from "./test-cluster.ts";

const keysOf = (objects: readonly Rendered[]) => objects.find(({ metadata }) => metadata.name === "plumbline-keys")?.data ?? {};
const refused = (values: object): string[] => {
  try {
    render("refused", values);
  } catch (error) {
    return [...String(error).matchAll(/^- (.*)$/gm)].map(([, problem = ""]) => problem);
  }
  return [];
};

for (const [name, values] of Object.entries(valueSets)) {
  test(`a real API server takes everything that the chart makes: ${name}`, onOwnCluster, async (t) => {
    const namespace = await makeNamespace(t);
    assert.match(helm(["lint", "--strict", chart], values), /1 chart\(s\) linted, 0 chart\(s\) failed/);
    const text = helm(["template", "plumbline", chart, "--namespace", namespace], values);
    const taken = kubectl(["apply", "--dry-run=server", "--validate=strict", "--namespace", namespace, "--filename", "-"], text);
    assert.equal(taken.trim().split("\n").length, render(namespace, values).length);
  });
}

test("what is missing or contradicts itself is told at once, all of it", onOwnCluster, () => {
  assert.deepEqual(refused({}), [
    "publicUrl: set it to the address that people type, such as https://ml.example.org",
    "database: set existingSecret, or url, systemUrl and retentionUrl",
    "database: set ownerExistingSecret or ownerUrl, by which migrations are made",
    "storage: set s3.bucket, or volume.size, or volume.existingClaim",
  ]);
  const both = { ...least, database: { ...database, existingSecret: "mine" }, storage: { s3: { bucket: "b" }, volume: { size: "1Gi" } } };
  assert.deepEqual(refused(both), [
    "database: set existingSecret or the addresses, not both",
    "database.provision: needs url, systemUrl and retentionUrl here; with a Secret of yours, make the roles yourself",
    "storage: set s3 or volume, not both",
  ]);
  assert.deepEqual(refused({ ...least, database: { ...database, adminUrl: "" } }), [
    "database.adminUrl: needed where database.provision is true",
  ]);
  assert.throws(() => render("refused", { ...least, publicURL: "x" }), /publicURL/);
});

test("the keys are random, as long as the product asks, and stay as they are", onOwnCluster, async (t) => {
  const namespace = await makeNamespace(t);
  const made = keysOf(render(namespace, least));
  // What pods see is decoded once by the cluster; that text is base64 again.
  const text = Buffer.from(made.SECRETS_KEY ?? "", "base64").toString();
  assert.match(text, /^[A-Za-z0-9+/]{43}=$/);
  assert.equal(Buffer.from(text, "base64").length, 32);
  assert.match(Buffer.from(made.PLUMBLINE_SECRET ?? "", "base64").toString(), /^[A-Za-z0-9]{64}$/);
  const other = keysOf(render(namespace, least));
  assert.notEqual(other.SECRETS_KEY, made.SECRETS_KEY);
  const metadata = { name: "plumbline-keys", namespace };
  kubectl(["create", "--filename", "-"], JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata, data: made }));
  assert.deepEqual(keysOf(render(namespace, least, ["--dry-run=server"])), made);
});

test("pods are replaced when a password changes, and only then", onOwnCluster, () => {
  const checksums = (values: object) =>
    helm(["template", "plumbline", chart], values).match(/checksum\/config: .*/g) ?? assert.fail("nothing has a checksum");
  const before = checksums(least);
  assert.deepEqual(checksums(least), before);
  const after = checksums({ ...least, database: { ...database, url: database.url.replace("only", "now-only") } });
  // The portal does not know the database.
  assert.deepEqual(
    after.map((line, index) => line === before[index]),
    [false, true, false],
  );
});
