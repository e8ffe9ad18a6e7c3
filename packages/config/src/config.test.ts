import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ConfigError, loadApiConfig, loadMigrateConfig, loadWebConfig, loadWorkerConfig } from "./index.ts";
import { referencePath, withCurrentTable } from "./reference.ts";
import { notes, variables } from "./variables.ts";

const secret = "k".repeat(32);
const database = (role: string) => `postgresql://${role}:hush-hush@127.0.0.1:5432/plumbline`;
const key = Buffer.alloc(32, 7).toString("base64");
const complete = {
  PLUMBLINE_SECRET: secret,
  SECRETS_KEY: key,
  DATABASE_URL: database("plumbline_app"),
  DATABASE_SYSTEM_URL: database("plumbline_system"),
  DATABASE_RETENTION_URL: database("plumbline_retention"),
  DATABASE_OWNER_URL: database("plumbline_owner"),
};

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("loading", () => {
  test("fills every default and derives what follows from others", () => {
    const config = loadApiConfig({ ...complete, PLUMBLINE_PORT: "4100", PLUMBLINE_DATA: "/srv/plumbline" });
    expect(config).toMatchObject({
      port: 4100,
      publicUrl: "http://localhost:4100",
      internalUrl: "http://127.0.0.1:4100",
      storage: { directory: "/srv/plumbline/storage", s3: undefined },
      trustedProxies: [],
      bodyLimitBytes: 16 * 2 ** 20,
      session: { idleMinutes: 720, lifetimeMinutes: 20_160 },
    });
    expect(loadWorkerConfig(complete).database.retentionUrl).toBe(complete.DATABASE_RETENTION_URL);
    expect(loadWebConfig(complete)).toMatchObject({ port: 3001, host: "127.0.0.1" });
    expect(loadMigrateConfig(complete)).toEqual({ ownerUrl: complete.DATABASE_OWNER_URL });
  });

  test("takes an empty variable for one that is not set", () => {
    expect(loadApiConfig({ ...complete, PLUMBLINE_PORT: "", TRUSTED_PROXIES: " " })).toMatchObject({ port: 3000, trustedProxies: [] });
  });

  test("keeps a public address comparable to an Origin header", () => {
    expect(loadApiConfig({ ...complete, PLUMBLINE_PUBLIC_URL: "https://ml.example.org/" }).publicUrl).toBe("https://ml.example.org");
  });

  test("reads the keys of secrets and the ways out", () => {
    expect(loadWorkerConfig(complete)).toMatchObject({
      secretKeys: { current: Buffer.alloc(32, 7), previous: undefined },
      smtp: undefined,
      receivers: { isHttpAllowed: false, allowedHosts: [] },
      publicUrl: "http://localhost:3000",
    });
    const given = {
      ...complete,
      SECRETS_KEY_PREVIOUS: Buffer.alloc(32, 8).toString("base64"),
      SMTP_URL: "smtp://ml:pass@mail.example.org:587",
      SMTP_FROM: "Plumbline <ml@example.org>",
      WEBHOOK_ALLOW_HTTP: "true",
      WEBHOOK_ALLOWED_HOSTS: "hooks.internal, 10.0.0.0/8",
    };
    for (const load of [loadApiConfig, loadWorkerConfig]) {
      expect(load(given)).toMatchObject({
        secretKeys: { previous: Buffer.alloc(32, 8) },
        smtp: { url: given.SMTP_URL, from: given.SMTP_FROM },
        receivers: { isHttpAllowed: true, allowedHosts: ["hooks.internal", "10.0.0.0/8"] },
      });
    }
  });

  test("reads where the queue is", () => {
    expect(loadWorkerConfig(complete).redisUrl).toBeUndefined();
    const url = "rediss://plumbline:hush@redis.internal:6380/2";
    for (const load of [loadApiConfig, loadWorkerConfig]) expect(load({ ...complete, REDIS_URL: url }).redisUrl).toBe(url);
  });

  test("reads where traces go", () => {
    expect(loadWorkerConfig(complete).tracing).toBeUndefined();
    const given = {
      ...complete,
      OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.internal:4318/tenant/",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20aHVzaA==, x-scope=ml",
      OTEL_TRACES_SAMPLER_ARG: "0.25",
    };
    for (const load of [loadApiConfig, loadWorkerConfig]) {
      expect(load(given).tracing).toEqual({
        endpoint: "https://collector.internal:4318/tenant",
        headers: { authorization: "Basic aHVzaA==", "x-scope": "ml" },
        ratio: 0.25,
      });
    }
  });

  test("reads where artifact bytes are", () => {
    const bucket = { ...complete, S3_BUCKET: "ml-artifacts" };
    expect(loadWorkerConfig(bucket).storage.s3).toEqual({
      bucket: "ml-artifacts",
      endpoint: undefined,
      region: "us-east-1",
      credentials: undefined,
      isPathStyle: false,
      isLinked: false,
    });
    const own = { ...bucket, S3_ENDPOINT: "http://s3.internal:7070/", S3_ACCESS_KEY_ID: "plumbline", S3_SECRET_ACCESS_KEY: "hush-hush" };
    expect(loadApiConfig({ ...own, S3_PRESIGNED_DOWNLOADS: "true" }).storage.s3).toMatchObject({
      endpoint: "http://s3.internal:7070",
      credentials: { accessKeyId: "plumbline", secretAccessKey: "hush-hush" },
      isPathStyle: true,
      isLinked: true,
    });
  });

  test("reads networks", () => {
    expect(loadApiConfig({ ...complete, TRUSTED_PROXIES: "10.0.0.0/8, ::1" }).trustedProxies).toEqual(["10.0.0.0/8", "::1"]);
  });
});

describe("errors", () => {
  test.each([
    ["PLUMBLINE_PORT", "70000", "a whole number from 1 to 65535"],
    ["PLUMBLINE_PORT", "3000.5", "a whole number"],
    ["PLUMBLINE_HOST", "not a host", "an address or host name"],
    ["PLUMBLINE_PUBLIC_URL", "https://ml.example.org/app", "no path"],
    ["PLUMBLINE_PUBLIC_URL", "ml.example.org", "http:// or https://"],
    ["TRUSTED_PROXIES", "10.0.0.0/33", "networks"],
    ["SMTP_FROM", "nobody", "Name <name@host>"],
    ["SMTP_FROM", "a <a@b>\nBcc: c@d", "Name <name@host>"],
    ["WEBHOOK_ALLOW_HTTP", "yes", "true or false"],
    ["WEBHOOK_ALLOWED_HOSTS", "https://hooks.internal", "host names"],
    ["S3_BUCKET", "My_Bucket", "lower-case"],
    ["S3_REGION", "eu central", "without spaces"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "http:// or https://"],
    ["OTEL_TRACES_SAMPLER_ARG", "1.5", "from 0 to 1"],
    ["LOG_LEVEL", "loud", "one of trace, debug"],
    ["BODY_LIMIT_BYTES", "16 parsecs", "KiB, MiB"],
    ["DATABASE_POOL_SIZE", "0", "from 1 to 500"],
  ])("%s=%s names the variable, what was given and what is allowed", (name, value, allowed) => {
    const [line, ...others] = problemsOf(() => loadApiConfig({ ...complete, [name]: value }));
    expect(others).toEqual([]);
    expect(line).toContain(`${name}: given ${JSON.stringify(value)}; allowed: `);
    expect(line).toContain(allowed);
  });

  test("reports every wrong variable at once, one line each", () => {
    expect(problemsOf(() => loadApiConfig({ PLUMBLINE_PORT: "x" })).map((line) => line.split(":")[0])).toEqual([
      "PLUMBLINE_PORT",
      "PLUMBLINE_SECRET",
      "SECRETS_KEY",
      "DATABASE_URL",
      "DATABASE_SYSTEM_URL",
    ]);
  });

  test.each([
    ["SECRETS_KEY", Buffer.alloc(31).toString("base64"), "32 random bytes"],
    ["SECRETS_KEY", Buffer.alloc(33).toString("base64"), "32 random bytes"],
    ["SECRETS_KEY_PREVIOUS", "hush-hush", "32 random bytes"],
    ["REDIS_URL", "redis.internal:6379", "redis://"],
    ["REDIS_URL", "http://redis.internal", "redis://"],
    ["REDIS_URL", "redis://redis.internal/tasks", "redis://"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "hush-hush", "name=value"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=hush hush", "name=value"],
    ["SMTP_URL", "mail.example.org", "smtp://"],
    ["SMTP_URL", "smtp://mail.example.org?tls=maybe", "smtp://"],
    ["SMTP_URL", "smtp://mail.example.org/path", "smtp://"],
  ])("%s is refused when it is %j, which is not repeated", (name, value, allowed) => {
    const [line = "", ...others] = problemsOf(() => loadApiConfig({ ...complete, SMTP_FROM: "a@b.org", [name]: value }));
    expect(others).toEqual([]);
    expect(line).toContain(`${name}: given a value of ${value.length} characters (hidden); allowed: ${allowed}`);
  });

  test("half of what S3 needs is refused", () => {
    expect(problemsOf(() => loadApiConfig({ ...complete, S3_ENDPOINT: "http://s3.internal:7070" }))).toEqual([
      expect.stringContaining("S3_BUCKET: not set, though S3_ENDPOINT is"),
    ]);
    for (const half of [{ S3_ACCESS_KEY_ID: "plumbline" }, { S3_SECRET_ACCESS_KEY: "hush-hush" }]) {
      const [line = "", ...others] = problemsOf(() => loadWorkerConfig({ ...complete, S3_BUCKET: "ml-artifacts", ...half }));
      expect([others, line.split(":")[0]]).toEqual([[], "S3_ACCESS_KEY_ID"]);
      expect(line).not.toContain("hush");
    }
  });

  test("a mail server without a sender is refused", () => {
    expect(problemsOf(() => loadApiConfig({ ...complete, SMTP_URL: "smtp://mail.example.org" }))).toEqual([
      expect.stringContaining("SMTP_FROM: not set, though SMTP_URL is"),
    ]);
  });

  test("never shows a secret", () => {
    const lines = problemsOf(() => loadApiConfig({ ...complete, PLUMBLINE_SECRET: "hush", DATABASE_URL: "mysql://a:hush-hush@h/d" }));
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain("hush");
    expect(lines[0]).toContain("given a value of 4 characters (hidden)");
  });
});

describe("reference", () => {
  test("has a note and an owner for every variable", () => {
    for (const schema of Object.values(variables)) expect(notes.get(schema)?.describes).toMatch(/\.$/);
  });

  test("docs/configuration.md is up to date (node packages/config/src/reference.ts writes it)", () => {
    const page = readFileSync(referencePath, "utf8");
    expect(page).toBe(withCurrentTable(page));
  });
});
